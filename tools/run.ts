import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { root } from './workspace.ts'

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Collects the output instead of showing it. */
  readonly quiet?: boolean
}

export interface RunResult {
  readonly ok: boolean
  /** What it printed, if `quiet`. */
  readonly output: string
}

/** The environment of everything the tools start: the workspace's own commands first, nobody's telemetry. */
export function environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const paths = [join(root, 'node_modules/.bin'), process.env.PATH, '/usr/local/sbin', '/usr/sbin']
  return {
    ...process.env,
    PATH: paths.filter(Boolean).join(delimiter),
    DO_NOT_TRACK: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    ...extra,
  }
}

/** Runs a command to its end. It has no input to wait for. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd = root, env, quiet = false } = options
  const output: Buffer[] = []
  const stdio = quiet ? 'pipe' : 'inherit'
  const child = spawn(command, args, { cwd, env: environment(env), stdio: ['ignore', stdio, stdio] })
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk))
  return new Promise((resolve) => {
    const finish = (ok: boolean) => resolve({ ok, output: Buffer.concat(output).toString() })
    child.on('close', (code) => finish(code === 0))
    child.on('error', (error) => {
      output.push(Buffer.from(`${command}: ${error.message}\n`))
      if (!quiet) console.error(`${command}: ${error.message}`)
      finish(false)
    })
  })
}

/** Builds what the filters name (default: everything), and says only what went wrong. */
export async function build(...filters: string[]): Promise<boolean> {
  console.log('Building…')
  const selected = filters.map((filter) => `--filter=${filter}`)
  const args = ['run', 'build', '--continue', '--ui=stream', '--output-logs=errors-only', ...selected]
  const { ok, output } = await run('turbo', args, { quiet: true })
  if (!ok) console.error(output)
  return ok
}
