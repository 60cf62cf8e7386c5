import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram, freePorts, until } from './program.ts'
import { ask, type Reply } from './resp.ts'

export interface RedisOptions {
  /** Lines of redis.conf, for example `{ requirepass: 'x' }`. */
  readonly config?: Readonly<Record<string, string>>
  /** Writes everything to disk before it answers, so that a restart loses nothing. */
  readonly durable?: boolean
  /** The port of the master to follow. */
  readonly replicaOf?: number
  readonly cluster?: boolean
  /** Watches a master for its clients: the lines of sentinel.conf. */
  readonly sentinel?: readonly string[]
  /** What `command` signs in with, where the server wants it. */
  readonly password?: string
}

/** A real `redis-server` on a free loopback port, with a folder of its own; both are gone after `stop`. */
export interface RedisServer {
  readonly port: number
  readonly pid: number
  /** One command over a connection of its own. */
  command(...command: readonly (string | number)[]): Promise<Reply>
  /** A number out of INFO, for example `used_memory`. */
  info(field: string): Promise<string>
  /** SIGKILL: gone in the middle of whatever it was doing. */
  kill(): Promise<void>
  /** Starts it again on the same port and folder, after `kill`. */
  restart(): Promise<void>
  /** SIGSTOP: it holds its connections and answers nothing, until `resume`. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}

const INSTALL = 'apt-get install redis-server (Debian, Ubuntu), brew install redis (macOS)'
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  // Another server that speaks the same protocol, for whoever wants to know.
  const program = process.env.SESS_REDIS_SERVER ?? findProgram('redis-server', INSTALL)
  const folder = mkdtempSync(join(tmpdir(), 'sess-redis-'))
  // Somebody else may take a port between the moment it was found free and the moment the server has it.
  for (let attempt = 1; ; attempt++) {
    const [port = 0, bus = 0] = await freePorts(2)
    const server = new Process(program, folder, port, bus, options)
    try {
      await server.start()
      return server
    } catch (error) {
      await server.kill()
      if (attempt === 3) throw error
    }
  }
}

/** A sentinel writes what it learns into its file, so it has to have one. */
function sentinelFile(folder: string, lines: readonly string[]): string {
  const file = join(folder, 'sentinel.conf')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

class Process implements RedisServer {
  readonly port: number
  readonly #program: string
  readonly #folder: string
  readonly #arguments: readonly string[]
  readonly #password: string | undefined
  #child: ChildProcess | null = null

  constructor(program: string, folder: string, port: number, bus: number, options: RedisOptions) {
    const { config = {}, durable = false, replicaOf, cluster = false, sentinel, password } = options
    this.port = port
    this.#program = program
    this.#folder = folder
    this.#password = password
    const lines: Record<string, string> = {
      port: String(port),
      bind: '127.0.0.1',
      dir: folder,
      save: '',
      loglevel: 'warning',
      appendonly: durable ? 'yes' : 'no',
      ...(durable && { appendfsync: 'always' }),
      'repl-diskless-sync-delay': '0',
      ...(replicaOf !== undefined && { replicaof: `127.0.0.1 ${replicaOf}` }),
      ...(cluster && {
        'cluster-enabled': 'yes',
        'cluster-port': String(bus),
        'cluster-node-timeout': '1000',
      }),
      ...config,
    }
    this.#arguments =
      sentinel === undefined
        ? Object.entries(lines).flatMap(([name, value]) => [
            `--${name}`,
            ...(value === '' ? [''] : value.split(' ')),
          ])
        : [
            sentinelFile(folder, [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, ...sentinel]),
            '--sentinel',
          ]
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  async start(): Promise<void> {
    const child = spawn(this.#program, this.#arguments, {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    child.stdout.on('data', (chunk) => {
      said += chunk
    })
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    this.#child = child
    running.add(child)
    child.once('exit', () => running.delete(child))
    await until('redis-server answers', async () => {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`redis-server ended at once: ${said}`)
      return (await this.command('PING')) === 'PONG'
    })
  }

  async command(...command: readonly (string | number)[]): Promise<Reply> {
    return ask(this.port, command, 5_000, this.#password)
  }

  async info(field: string): Promise<string> {
    const text = String(await this.command('INFO', 'everything'))
    const found = new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(text)
    if (found?.[1] === undefined) throw new Error(`INFO has no field ${field}`)
    return found[1]
  }

  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  async restart(): Promise<void> {
    await this.kill()
    await this.start()
  }

  pause(): void {
    this.#child?.kill('SIGSTOP')
  }

  resume(): void {
    this.#child?.kill('SIGCONT')
  }

  async stop(): Promise<void> {
    await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
