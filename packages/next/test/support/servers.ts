import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { environmentOf } from './built-app.ts'

/** `next start` of a built app, as often as it is needed; those that are not in use are handed out again. */
export class Servers {
  readonly #folder: string
  readonly #running: ChildProcess[] = []
  readonly #idle = new Map<string, string[]>()

  constructor(folder: string) {
    this.#folder = folder
  }

  async open(env: Readonly<Record<string, string>> = {}): Promise<{ url: string; close(): Promise<void> }> {
    const key = JSON.stringify(env)
    const idle = this.#idle.get(key) ?? []
    this.#idle.set(key, idle)
    const url = idle.pop() ?? (await this.#start(env))
    return { url, close: async () => void idle.push(url) }
  }

  async stop(): Promise<void> {
    const ended = this.#running.filter(({ exitCode }) => exitCode === null)
    await Promise.all(
      ended.map(async (server) => {
        const gone = once(server, 'exit')
        server.kill('SIGKILL')
        await gone
      }),
    )
  }

  async #start(env: Readonly<Record<string, string>>): Promise<string> {
    const next = join(this.#folder, 'node_modules/next/dist/bin/next')
    const server = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', '0'], {
      cwd: this.#folder,
      env: environmentOf(this.#folder, env),
      stdio: ['ignore', 'pipe', process.env.SESS_SHOW ? 'inherit' : 'ignore'],
    })
    this.#running.push(server)
    for await (const line of createInterface(server.stdout)) {
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
      if (url !== undefined) return url
    }
    throw new Error('next start ended before it served.')
  }
}
