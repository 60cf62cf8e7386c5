import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

/** A real database server that a test has started: its own data, a free loopback port, gone when stopped. */
export interface DatabaseServer {
  /** For a client that is allowed everything. */
  readonly url: string
  readonly port: number
  /** As a crash: SIGKILL to the whole server, no farewell. The data stay. */
  kill(): Promise<void>
  /** Starts it again on the same port with the same data. */
  restart(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

interface Launch {
  /** Prepares the data folder, once. */
  readonly prepare: { readonly program: string; readonly args: readonly string[] }
  readonly serve: { readonly program: string; readonly args: readonly string[] }
  /** What the server's log says when it accepts connections. */
  readonly ready: RegExp
  readonly url: string
}

/** Starts a server in a fresh folder. As root it runs as somebody else, because database servers refuse root. */
export async function startDatabase(
  name: string,
  launch: (data: string, port: number) => Launch,
): Promise<DatabaseServer> {
  const folder = mkdtempSync(join(tmpdir(), `sess-${name}-`))
  const user = unprivileged()
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const port = await freePort()
  const { prepare, serve, ready, url } = launch(join(folder, 'data'), port)
  const options = { cwd: folder, ...user }
  await promisify(execFile)(prepare.program, [...prepare.args], options)

  let child = await served(serve, ready, options)
  const kill = () => ended(child, 'SIGKILL')
  const atExit = () => child.kill('SIGKILL')
  process.on('exit', atExit)
  return {
    url,
    port,
    kill,
    async restart() {
      await kill()
      child = await servedAgain(serve, ready, options)
    },
    async stop() {
      await kill()
      process.off('exit', atExit)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Resolves when the log says so; rejects with the log when the server gives up first. */
function served(
  { program, args }: Launch['serve'],
  ready: RegExp,
  options: { cwd: string; uid?: number; gid?: number },
): Promise<ChildProcess> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  return new Promise((resolve, reject) => {
    let log = ''
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (text: string) => {
      log = (log + text).slice(-10_000)
      if (ready.test(log)) resolve(child)
    })
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`${program} ended with ${code}:\n${log}`)))
  })
}

/** After a crash the orphaned workers of the old server still hold the data for a moment. */
async function servedAgain(...start: Parameters<typeof served>): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await served(...start)
    } catch (error) {
      const held =
        error instanceof Error && /still in use|lock file|Can't lock|Unable to lock/i.test(error.message)
      if (!held || attempt === 50) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

/** Somebody with few rights, if this process is root; nobody else otherwise. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = passwd('nobody')
  return { uid, gid }
}

function passwd(user: string): [uid: number, gid: number] {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${user}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined)
    throw new Error(`There is no user ${user} to run a database as.`)
  return [Number(uid), Number(gid)]
}

/** A program on the PATH, or in one of the places where systems hide servers. */
export function locate(program: string, hidden: readonly string[] = []): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', ...hidden]
  const found = folders.map((folder) => join(folder, program)).find((file) => existsSync(file))
  if (found === undefined) throw new Error(`${program} is not on the PATH; \`pnpm test\` installs it.`)
  return found
}

/** The folders `parent/<version>/bin`, the newest first. */
export function versionedBins(parent: string): string[] {
  if (!existsSync(parent)) return []
  const versions = readdirSync(parent).sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a))
  return versions.map((version) => join(parent, version, 'bin'))
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
