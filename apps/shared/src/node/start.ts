import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createDemo } from '../app/create-demo.ts'
import type { Demo } from '../app/demo.ts'
import { openStore } from '../store.ts'
import type { Environment } from '../timings.ts'
import { type Listening, listen } from './listen.ts'

const FIRST_PORT = 3000
const TRIES = 20
const SWEEP_EVERY = 10 * 60_000

export interface NodeDemo {
  readonly framework: string
  listener(demo: Demo): RequestListener
}

export interface RunningDemo {
  readonly port: number
  /** Where it keeps its sessions. */
  readonly store: string
  /** Stops listening, ends every connection, and lets the process go. */
  close(): Promise<void>
}

/** Starts a demo on Node as the environment says. `PORT=0` takes any free port. */
export async function startDemo({ framework, listener }: NodeDemo, env: Environment): Promise<RunningDemo> {
  const { store, name, close } = await openStore(env)
  try {
    const demo = await createDemo({ framework, store, storeName: name }, env)
    const { server, port } = await listenWhere(listener(demo), env)
    // A database does not forget by itself what is over. Missing it once harms nobody.
    const sweeping = setInterval(() => void demo.sessions.sweep().catch(() => {}), SWEEP_EVERY)
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
  app: RequestListener,
  { PORT, HOST = '127.0.0.1' }: Environment,
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
