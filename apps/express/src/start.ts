import { once } from 'node:events'
import { Accounts, type Cost, createDemoSessions, EventLog, Gates, openStore, timingsFrom } from 'demo-shared'
import { createApp } from './app.ts'
import { type Listening, listen } from './listen.ts'

const FIRST_PORT = 3000
const TRIES = 20
const SWEEP_EVERY = 10 * 60_000

export interface RunningDemo {
  readonly port: number
  /** Where it keeps its sessions. */
  readonly store: string
  /** Stops listening, ends every connection, and lets the process go. */
  close(): Promise<void>
}

/** Starts the demo as the environment says. `PORT=0` takes any free port. */
export async function start(
  env: Readonly<Record<string, string | undefined>>,
  passwordCost?: Cost,
): Promise<RunningDemo> {
  const timings = timingsFrom(env)
  const log = new EventLog()
  const { store, name, close } = await openStore(env)
  try {
    const insecureLocalhost = env.DEMO_INSECURE_LOCALHOST === '1'
    const sessions = createDemoSessions({ store, timings, onEvent: log.record, insecureLocalhost })
    const app = createApp({
      sessions,
      store: name,
      accounts: await Accounts.create(passwordCost),
      log,
      gates: new Gates(),
      timings,
    })
    const { server, port } = await listenWhere(app, env)
    // A database does not forget by itself what is over. Missing it once harms nobody.
    const sweeping = setInterval(() => void sessions.sweep().catch(() => {}), SWEEP_EVERY)
    return {
      port,
      store: name,
      async close() {
        clearInterval(sweeping)
        const closed = once(server, 'close')
        server.close()
        server.closeAllConnections()
        await closed
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function listenWhere(
  app: ReturnType<typeof createApp>,
  { PORT, HOST = '127.0.0.1' }: Readonly<Record<string, string | undefined>>,
): Promise<Listening> {
  const wanted = PORT === undefined || PORT === '' ? null : Number(PORT)
  const ports = wanted === null ? Array.from({ length: TRIES }, (_, i) => FIRST_PORT + i) : [wanted]
  const listening = await listen(app, ports, HOST)
  if (listening !== null) return listening
  throw new Error(
    wanted === null
      ? `The ports ${FIRST_PORT} to ${FIRST_PORT + TRIES - 1} are all taken. Name another: PORT=8080 pnpm demo`
      : `Port ${wanted} is taken. Name another, or none: the demo then looks for one itself.`,
  )
}
