import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../../../tools/workspace.ts'
import { packedPackages } from './packed-packages.ts'

const here = import.meta.dirname
const own = join(here, '../..')

/** How the app is built: its base path, and Next's newer way of rendering. */
export interface Build {
  readonly version: (typeof VERSIONS)[number]
  readonly shop?: boolean
}

export const VERSIONS = ['next', 'next15'] as const

/** A production build of the app in `test/app`, in a folder of its own; one that is there already is as good. */
export async function builtApp({ version, shop = false }: Build): Promise<string> {
  const folder = join(own, '.cache', version + (shop ? '-shop' : ''))
  const fresh = `${folder}-new`
  rmSync(fresh, { recursive: true, force: true })
  cpSync(join(here, '../app'), fresh, { recursive: true })
  // Or it would be a part of the package around it, and import that by its own name: what was built of it last.
  writeFileSync(join(fresh, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  mkdirSync(join(fresh, 'node_modules'))
  symlinkSync(realpathSync(join(own, 'node_modules', version)), join(fresh, 'node_modules/next'))
  await packedPackages(join(fresh, 'node_modules/@sess'))
  if (version === 'next15') toMiddleware(fresh)
  // Refused by Cache Components already when the app is built.
  if (shop) rmSync(join(fresh, 'app/leaky'), { recursive: true })
  const print = fingerprint(fresh)
  if (existsSync(join(folder, PRINT)) && readFileSync(join(folder, PRINT), 'utf8') === print) return folder
  rmSync(folder, { recursive: true, force: true })
  renameSync(fresh, folder)
  const next = join(folder, 'node_modules/next/dist/bin/next')
  await promisify(execFile)(process.execPath, [next, 'build'], {
    cwd: folder,
    env: environmentOf(folder, shop ? { SHOP: 'yes' } : {}),
  }).catch((error: Error & { stdout: string; stderr: string }) => {
    throw new Error(`The app does not build: ${error.stdout}${error.stderr}`)
  })
  writeFileSync(join(folder, PRINT), print)
  return folder
}

const PRINT = '.made-of'

/** Of every file that the build reads, and of Next's own version. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256')
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, file)
    if (file.startsWith('node_modules/next')) continue
    if (statSync(path).isFile()) hash.update(`${file}\n`).update(readFileSync(path))
  }
  return hash.update(readFileSync(join(folder, 'node_modules/next/package.json'))).digest('hex')
}

export const environmentOf = (folder: string, more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  PATH: process.env.PATH,
  HOME: folder,
  NO_COLOR: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  REPOSITORY: root,
  ...more,
})

/** What is called proxy.ts since Next 16, and runs on Node there, was middleware.ts, which has to ask for Node. */
function toMiddleware(folder: string): void {
  const file = join(folder, 'proxy.ts')
  if (!existsSync(file)) throw new Error('There is no proxy.ts to rename.')
  const text = readFileSync(file, 'utf8').replace('config = {', "config = {\n  runtime: 'nodejs',")
  writeFileSync(join(folder, 'middleware.ts'), text)
  rmSync(file)
}
