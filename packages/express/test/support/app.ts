import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSessions, type SessEvent, type Sessions, type SessionsOptions } from '@sess/core'
import express5, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import express4 from 'express4'
import { session } from '../../src/index.ts'
import { createGates, type Gates } from './gates.ts'
import { addRoutes } from './routes.ts'
import { type TestStore, testStore } from './store.ts'

/** Both versions of Express that the binding supports, typed as the newer one. */
export const VERSIONS = [
  ['Express 5', express5],
  ['Express 4', express4 as unknown as typeof express5],
] as const

export interface TestData {
  readonly items?: readonly string[]
}

declare module '../../src/index.ts' {
  interface Register {
    sessions: Sessions<TestData>
  }
}

export interface TestApp {
  readonly url: string
  readonly sessions: Sessions<TestData>
  readonly store: TestStore
  readonly events: SessEvent[]
  /** What reached the error handler. */
  readonly errors: unknown[]
  readonly gates: Gates
  close(): Promise<void>
}

export interface TestAppOptions {
  readonly express?: typeof express5
  readonly sessions?: Partial<SessionsOptions<TestData>>
  /** `app.set(…)` calls, before anything is mounted. */
  readonly settings?: Record<string, unknown>
  /** Middleware in front of the session's. */
  readonly parsers?: readonly RequestHandler[]
  /** More routes, behind the session middleware. */
  readonly routes?: (app: Express, gates: Gates) => void
}

/** A real server on a free port, with the routes that the tests need. */
export async function startApp({ express = express5, ...options }: TestAppOptions = {}): Promise<TestApp> {
  const store = testStore()
  const events: SessEvent[] = []
  const errors: unknown[] = []
  const gates = createGates()
  const onEvent = (event: SessEvent) => void events.push(event)
  const sessions = createSessions<TestData>({ store, onEvent, ...options.sessions })
  const app = express()
  for (const [name, value] of Object.entries(options.settings ?? {})) app.set(name, value)
  for (const parser of options.parsers ?? []) app.use(parser)
  app.use(session(sessions))
  options.routes?.(app, gates)
  addRoutes(app, gates)
  const remember: ErrorRequestHandler = (error, _req, _res, next) => {
    errors.push(error)
    next(error)
  }
  app.use(remember)

  const server = createServer({ maxHeaderSize: 256 * 1024 }, app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return { url, sessions, store, events, errors, gates, close }
}
