import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { BindingSubject, Deployment } from '@sess/conformance/binding'

/** A program that serves the kit's app, and says on its first line of output at which port. */
export interface Program {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
}

/** Starts servers as they are needed, and hands out again those that nobody uses: a test empties what it gets. */
export class Servers {
  readonly #program: (deployment: string) => Program
  readonly #running: ChildProcess[] = []
  readonly #idle = new Map<string, BindingSubject[]>()

  constructor(program: (deployment: string) => Program) {
    this.#program = program
  }

  async open(deployment: Deployment): Promise<BindingSubject> {
    const key = JSON.stringify(deployment)
    const idle = this.#idle.get(key) ?? []
    this.#idle.set(key, idle)
    const known = idle.pop()
    if (known !== undefined) return known
    const port = await this.#start(this.#program(key))
    const subject: BindingSubject = {
      url: `http://127.0.0.1:${port}${deployment.basePath}`,
      close: async () => void idle.push(subject),
    }
    return subject
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

  async #start({ file, args, env, cwd }: Program): Promise<number> {
    const server = spawn(file, args, {
      cwd,
      env: { PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#running.push(server)
    const lines = createInterface(server.stdout)
    const [line] = await Promise.race([
      once(lines, 'line'),
      once(server, 'exit').then(([code]) =>
        Promise.reject(new Error(`${file} ended (${code}) before it served.`)),
      ),
    ])
    return JSON.parse(line).port
  }
}
