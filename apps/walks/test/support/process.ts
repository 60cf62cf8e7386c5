import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mainOf } from '../../../../tools/demos.ts'

type Variables = Readonly<Record<string, string>>

export interface ProcessOptions {
  /** Which demo. Default: the one on Express. */
  readonly name?: string
  /** Where it is started: paths in its environment are relative to it. */
  readonly folder?: string
}

export interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

/** A demo as people start it: a process of its own. */
export interface DemoProcess {
  /** What it printed when it was ready. */
  readonly line: string
  readonly url: string
  /** As a service manager stops it: SIGTERM. Returns how it ended. */
  stop(): Promise<Ended>
}

/** Resolves when the demo serves; rejects, and says why, where it does not. */
export async function startProcess(env: Variables, options: ProcessOptions = {}): Promise<DemoProcess> {
  const { child, ended, output } = runDemo(env, options)
  await Promise.race([once(child.stdout, 'data'), ended])
  const line = output().trim()
  const [url] = /http:\S+/.exec(line) ?? []
  if (url === undefined) {
    child.kill('SIGKILL')
    throw new Error(`The demo did not start: ${(await ended).errors}`)
  }
  return {
    line,
    url,
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** A demo that cannot start: what it says, and its exit code. */
export const failedStart = (env: Variables): Promise<Ended> => runDemo(env, {}).ended

function runDemo(env: Variables, { name = 'express', folder = import.meta.dirname }: ProcessOptions) {
  // What is built for production stands on built packages; the others run on the sources, as the tests do.
  const sources = name === 'next' ? [] : ['--import', join(import.meta.dirname, 'on-sources.ts')]
  // Its database outlives it; the one of a test does not.
  const ownStore = name === 'next' && !env.REDIS_URL ? mkdtempSync(join(tmpdir(), 'sess-demo-')) : null
  const child = spawn(process.execPath, [...sources, mainOf(name)], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      PORT: '0',
      ...(ownStore && { DATABASE_URL: `file:${ownStore}/demo.db` }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [output, errors] = [collected(child.stdout), collected(child.stderr)]
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      if (ownStore !== null) rmSync(ownStore, { recursive: true })
      resolve({ code, output: output(), errors: errors() })
    })
  })
  return { child, ended, output }
}

function collected(stream: ChildProcess['stdout']): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return () => text
}
