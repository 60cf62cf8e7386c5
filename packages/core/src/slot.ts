import type { Carrier, ResponseHead } from './carrier.ts'
import type { Context } from './context.ts'
import { type CookieShape, type CookieShapes, clearCookie, setCookie } from './cookie.ts'
import type { OwnEndAll } from './creation.ts'
import { HeadersSentError, SupersededError } from './errors.ts'
import type { ClientFacts } from './events.ts'
import type { Place } from './open-token.ts'
import type { Policy } from './policy.ts'
import type { SessionState } from './session.ts'
import type { EndReason } from './store.ts'
import { formatToken, type Token } from './token.ts'
import type { Loaded } from './verdict.ts'

/** What one request knows of its session: the one mutable thing in core, owned by one RequestSession. */
export interface Slot<Data extends object> {
  readonly context: Context<Data>
  readonly carrier: Omit<Carrier, 'response'> & { readonly response?: ResponseHead }
  readonly cookies: CookieShapes
  readonly client: ClientFacts
  state: SessionState
  /** Where the token came from; `null` without a session. */
  place: Place | null
  /** Also set when superseded, so that a logout still finds what to end. */
  loaded: Loaded | null
  policy: Policy
  endedBecause: EndReason | null
  /** The guest of this request has signed in a moment ago: what it writes belongs to that session, not to a new guest (P6). */
  guestMovedOn: boolean
  /** What this request holds of the session's secret: the token presented, or made since. */
  token: Token | null
  /** Where the request has not yet shown that it is ours: asked before a session is made. */
  csrf: { pass(): Promise<void> } | null
  /** When the request was opened. */
  readonly openedAt: number
  /** Whether that was the activity of a person. */
  readonly isActivity: boolean
  /** The last end-all through this handle. */
  endedOthers: (OwnEndAll & { readonly userId: string }) | null
}

/** The response head of a method that has to set a cookie: checked before anything is written. */
export function headFor(slot: Slot<never> | Slot<object>, method: string): ResponseHead {
  const head = slot.carrier.response
  if (head === undefined)
    throw new TypeError(
      `${method}() cannot be called here: no cookie can be set. Call it where the response is made.`,
    )
  if (slot.place === 'bearer') {
    throw new TypeError(
      `${method}() cannot hand a new token to a bearer client. Issue a new session with sessions.issue() and revoke this one.`,
    )
  }
  if (head.sent) throw new HeadersSentError(method)
  return head
}

/** In-flight requests of a replaced key do nothing but fail clearly. */
export function refuseSuperseded(slot: { readonly state: SessionState }): void {
  if (slot.state === 'superseded') throw new SupersededError()
}

export function sendToken(
  head: ResponseHead,
  shape: CookieShape,
  token: Token,
  maxAge: number,
  method: string,
): void {
  if (head.sent) throw new HeadersSentError(method, true)
  // At the deadline itself Max-Age would be 0, and the cookie cleared: only a logout does that.
  putCookie(head, shape.name, setCookie(shape, formatToken(token), Math.max(1, maxAge)))
}

/** The token that this response was to carry is of a dead key: in the jar it would take the place of the new one. */
export function withdrawToken({ carrier, cookies }: Pick<Slot<never>, 'carrier' | 'cookies'>): void {
  const head = carrier.response
  if (head === undefined || head.sent) return
  const present = head.get('set-cookie')
  const others = present.filter((value) => !value.startsWith(`${cookies.session.name}=`))
  if (others.length < present.length) head.set('set-cookie', others)
}

export function sendClearing(head: ResponseHead, shape: CookieShape): void {
  putCookie(head, shape.name, clearCookie(shape))
}

/** One `Set-Cookie` per name (RFC 6265bis §4.1.1), and no cache keeps what comes with it (RFC 9111 §7.3). */
export function putCookie(head: ResponseHead, name: string, cookie: string): void {
  const others = head.get('set-cookie').filter((value) => !value.startsWith(`${name}=`))
  head.set('set-cookie', [...others, cookie])
  head.set('cache-control', ['no-store'])
  const vary = head.get('vary').flatMap((value) => value.split(',').map((field) => field.trim()))
  if (!vary.some((field) => field === '*' || field.toLowerCase() === 'cookie'))
    head.set('vary', [[...vary, 'Cookie'].join(', ')])
}
