import { isNotice } from 'demo-shared'
import type { PageContext } from 'demo-shared/pages'
import type { Request } from 'express'
import type { Demo } from './demo.ts'

/** A field of a form; empty where it is missing or no text. */
export function field(req: Request, name: string): string {
  const value: unknown = (req.body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}

/** What a page knows of whoever asks for it. Also where the session could not be opened: then it is nobody. */
export function pageContext({ accounts, log, store, timings }: Demo, req: Request): PageContext {
  const session: Request['session'] | undefined = req.session
  const userId = session?.userId ?? null
  const sessionId = session?.id ?? null
  const { done } = req.query
  return {
    now: Date.now(),
    path: req.path,
    userId,
    name: userId === null ? null : accounts.nameOf(userId),
    sessionId,
    endedBecause: session?.endedBecause ?? null,
    notice: isNotice(done) ? done : null,
    renewal: String(timings.renewalInterval),
    store,
    events: log.latest({ userId, id: sessionId }, 20),
  }
}

/** The demo's own address: the port that this very request came in by. */
export const ownAddress = (req: Request): string => `http://127.0.0.1:${req.socket.localPort}`
