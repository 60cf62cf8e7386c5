import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'

/** An empty folder, in which nothing of this repository can be found. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sess-newcomer-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function write(folder: string, files: Iterable<readonly [path: string, text: string]>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** A newcomer's shell: nothing of what pnpm and the tests tell their own programs. */
const shell = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:npm_|pnpm_|vitest|node_(?:env|options|path)$)/i.test(name),
    ),
  ),
  NEXT_TELEMETRY_DISABLED: '1',
})

/** Runs a command to its end, and says what it said if it fails. */
export async function runIn(folder: string, command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { cwd: folder, env: shell(), stdio: ['ignore', 'pipe', 'pipe'] })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}\n${Buffer.concat(output)}`)
}

/** Starts a server in a folder, for one test, on whatever port is free, and says where. */
export async function serve(folder: string, args: readonly string[]): Promise<string> {
  const anywhere = pathToFileURL(join(import.meta.dirname, 'on-free-port.ts')).href
  const child = spawn(process.execPath, ['--import', anywhere, ...args], {
    cwd: folder,
    env: shell(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const errors: Buffer[] = []
  child.stderr.on('data', (chunk) => errors.push(chunk))
  onTestFinished(async () => {
    const gone = once(child, 'exit')
    if (child.exitCode === null && child.kill('SIGKILL')) await gone
  })
  for await (const line of createInterface(child.stdout)) {
    const [, port] = /^listening at port (\d+)$/.exec(line) ?? []
    if (port !== undefined) return `http://localhost:${port}`
  }
  throw new Error(`It ended before it served.\n${Buffer.concat(errors)}`)
}
