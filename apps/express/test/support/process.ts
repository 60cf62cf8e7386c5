import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** The demo as people start it: a process of its own. */
export interface DemoProcess {
  /** What it printed when it was ready. */
  readonly line: string
  readonly url: string
  /** As a service manager stops it: SIGTERM. Returns how it ended. */
  stop(): Promise<{ readonly code: number | null; readonly errors: string }>
}

/** `folder` is where it is started: paths in its environment are relative to it. */
export async function startProcess(
  env: Readonly<Record<string, string>>,
  folder = import.meta.dirname,
): Promise<DemoProcess> {
  const run = runDemo({ PORT: '0', ...env }, folder)
  await Promise.race([once(run.child.stdout, 'data'), run.ended])
  const line = run.output().trim()
  const [url] = /http:\S+/.exec(line) ?? []
  if (url === undefined) throw new Error(`The demo did not start: ${run.errors()}`)
  return {
    line,
    url,
    async stop() {
      run.child.kill('SIGTERM')
      return { code: await run.ended, errors: run.errors() }
    },
  }
}

/** A demo that cannot start: what it says, and its exit code. */
export async function failedStart(env: Readonly<Record<string, string>>, folder = import.meta.dirname) {
  const run = runDemo({ PORT: '0', ...env }, folder)
  return { code: await run.ended, errors: run.errors(), output: run.output() }
}

function runDemo(env: Readonly<Record<string, string>>, cwd: string) {
  const sources = join(import.meta.dirname, 'on-sources.ts')
  const main = join(import.meta.dirname, '../../src/main.ts')
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, ['--import', sources, main], {
    cwd,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, ended, output: collected(child.stdout), errors: collected(child.stderr) }
}

function collected(stream: ChildProcess['stdout']): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return () => text
}
