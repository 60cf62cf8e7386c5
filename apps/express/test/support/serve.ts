import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { memoryStore } from '@sess/core/memory'
import { Accounts, createDemoSessions, EventLog, FOR_RANDOM, Gates, timingsFrom } from 'demo-shared'
import { onTestFinished } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { Demo } from '../../src/demo.ts'
import { listen } from '../../src/listen.ts'

export interface ServedDemo {
  readonly url: string
  readonly demo: Demo
  readonly store: ReturnType<typeof memoryStore>
}

export interface ServeOptions {
  /** Other sessions than the demo's own. */
  readonly sessions?: Demo['sessions']
  /** Changes a verb of the store. */
  readonly store?: Partial<ReturnType<typeof memoryStore>>
  /** Sees every request and answer before the app does. */
  readonly tap?: RequestListener
}

/** The demo's app on a free port, for one test. */
export async function serveDemo({ sessions, store: changes, tap }: ServeOptions = {}): Promise<ServedDemo> {
  const timings = timingsFrom({})
  const log = new EventLog()
  const store = { ...memoryStore(), ...changes }
  const own = createDemoSessions({ store, timings, onEvent: log.record, insecureLocalhost: false })
  const demo: Demo = {
    sessions: sessions ?? own,
    store: 'the memory of this process',
    accounts: await Accounts.create(FOR_RANDOM),
    log,
    gates: new Gates(),
    timings,
  }
  const app = createApp(demo)
  const listening = await listen(
    (req, res) => {
      tap?.(req, res)
      app(req, res)
    },
    [0],
    '127.0.0.1',
  )
  if (listening === null) throw new Error('There is no free port.')
  const { server, port } = listening
  onTestFinished(async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  })
  return { url: `http://127.0.0.1:${port}`, demo, store }
}
