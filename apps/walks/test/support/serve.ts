import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { memoryStore } from '@sess/core/memory'
import { FOR_RANDOM } from 'demo-shared'
import { createDemo, type Demo } from 'demo-shared/app'
import { listen } from 'demo-shared/node'
import { onTestFinished } from 'vitest'
import type { Listener } from './listeners.ts'

export interface ServedDemo {
  readonly url: string
  readonly demo: Demo
  readonly store: ReturnType<typeof memoryStore>
}

export interface ServeOptions {
  /** Other sessions than the demo's own. */
  readonly sessions?: Demo['sessions']
  /** Sees every request and answer before the app does. */
  readonly tap?: RequestListener
}

/** A demo's app on a free port, for one test. */
export async function serveDemo(
  listener: Listener,
  { sessions, tap }: ServeOptions = {},
): Promise<ServedDemo> {
  const store = { ...memoryStore() }
  const storeName = 'the memory of this process'
  const made = await createDemo({ framework: 'Test', store, storeName, passwordCost: FOR_RANDOM })
  const demo = { ...made, ...(sessions && { sessions }) }
  const app = listener(demo)
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
