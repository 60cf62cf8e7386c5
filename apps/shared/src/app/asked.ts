import type { Session, SessionView } from '@sess/core'
import { Client } from '../attacks/client.ts'
import type { DemoData } from '../data.ts'
import type { PageContext } from '../pages/layout.ts'
import { isNotice } from '../words.ts'
import type { Demo } from './demo.ts'

/** How a demo reaches itself: its own address, never one that a visitor names. */
export interface Self {
  readonly url: string
  /** Default: over the network. */
  readonly fetch?: (request: Request) => Promise<Response>
}

/** A request as the routes see it, whatever framework took it. */
export interface Asked {
  /** Path and query. */
  readonly url: URL
  /** The fields of the form that was sent. */
  readonly form: URLSearchParams
  readonly accept: string
  /** `undefined` only where it could not be opened. */
  readonly session: Session<DemoData> | undefined
  readonly self: Self
}

/** …and once its session is open. */
export interface Opened extends Asked {
  readonly session: Session<DemoData>
}

/** Path and query as a request line has them, made a URL that one can look into. */
export const urlOf = (target: string): URL => new URL(target.replace(/^\/+/, '/'), 'http://demo.invalid')

/** A field of the form; empty where it is missing. */
export const field = ({ form }: Asked, name: string): string => form.get(name) ?? ''

/** A device that asks this very demo. */
export const deviceAt = ({ self }: Asked, headers: Readonly<Record<string, string>>): Client =>
  new Client(self.url, headers, new Map(), self.fetch)

/** What a page knows of whoever asks for it. */
export function pageContext(
  { accounts, framework, log, store, timings }: Demo,
  { session, url }: { readonly session: SessionView<DemoData> | undefined; readonly url: URL },
): PageContext {
  const userId = session?.userId ?? null
  const sessionId = session?.id ?? null
  const done = url.searchParams.get('done')
  return {
    now: Date.now(),
    path: url.pathname,
    userId,
    name: userId === null ? null : accounts.nameOf(userId),
    sessionId,
    endedBecause: session?.endedBecause ?? null,
    notice: isNotice(done) ? done : null,
    renewal: String(timings.renewalInterval),
    store,
    framework,
    events: log.latest({ userId, id: sessionId }, 20),
  }
}
