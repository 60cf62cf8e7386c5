import { memoryStore } from '@sess/core/memory'
import { Accounts, type Cost, createDemoSessions, EventLog, Gates, timingsFrom } from 'demo-shared'
import { createApp } from './app.ts'
import { type Listening, listen } from './listen.ts'

const FIRST_PORT = 3000
const TRIES = 20

/** Starts the demo as the environment says. `PORT=0` takes any free port. */
export async function start(
  env: Readonly<Record<string, string | undefined>>,
  passwordCost?: Cost,
): Promise<Listening> {
  const timings = timingsFrom(env)
  const log = new EventLog()
  const store = memoryStore()
  const insecureLocalhost = env.DEMO_INSECURE_LOCALHOST === '1'
  const sessions = createDemoSessions({ store, timings, onEvent: log.record, insecureLocalhost })
  const app = createApp({
    sessions,
    accounts: await Accounts.create(passwordCost),
    log,
    gates: new Gates(),
    timings,
  })

  const wanted = env.PORT === undefined || env.PORT === '' ? null : Number(env.PORT)
  const ports = wanted === null ? Array.from({ length: TRIES }, (_, i) => FIRST_PORT + i) : [wanted]
  const listening = await listen(app, ports, env.HOST ?? '127.0.0.1')
  if (listening !== null) return listening
  throw new Error(
    wanted === null
      ? `The ports ${FIRST_PORT} to ${FIRST_PORT + TRIES - 1} are all taken. Name another: PORT=8080 pnpm demo`
      : `Port ${wanted} is taken. Name another, or none: the demo then looks for one itself.`,
  )
}
