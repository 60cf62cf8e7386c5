import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const MADE_OF = [
  'src/**/*.{ts,tsx}',
  'next.config.ts',
  '../shared/src/**/*.ts',
  '../../packages/{core,next}/dist/*.js',
  'node_modules/next/package.json',
]

/** `next build`, unless what it would make is there already. */
export async function buildPages(folder: string): Promise<void> {
  cpSync(join(folder, '../shared/public'), join(folder, 'public'), { recursive: true })
  const mark = join(folder, '.next/made-of')
  const now = await fingerprint(folder)
  if (existsSync(mark) && readFileSync(mark, 'utf8') === now) return
  console.error('Building the pages: half a minute, once…')
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const build = spawn(process.execPath, [next, 'build'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [build.stdout, build.stderr]) stream.on('data', (chunk) => (said += chunk))
  const [code] = await once(build, 'close')
  if (code !== 0) throw new Error(`The pages do not build:\n${said}`)
  writeFileSync(mark, now)
}

async function fingerprint(cwd: string): Promise<string> {
  const hash = createHash('sha256')
  const files: string[] = []
  for await (const file of glob(MADE_OF, { cwd })) files.push(file)
  for (const file of files.toSorted()) hash.update(`${file}\n`).update(readFileSync(join(cwd, file)))
  return hash.digest('hex')
}
