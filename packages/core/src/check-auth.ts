import { milliseconds } from './duration.ts'
import { NotAuthenticatedError } from './errors.ts'
import type { Duration } from './options.ts'
import type { SessionView } from './session.ts'

/** What a route asks of a session beyond being signed in (step-up; RFC 9470, ASVS 5.0 7.5). */
export interface AuthRequirement {
  /** Identity was proved at most this long ago. */
  readonly maxAge?: Duration
  /** The context class, or any of several. */
  readonly acr?: string | readonly string[]
  /** Methods that were all used (RFC 8176), for example `['otp']`. */
  readonly amr?: readonly string[]
  /**
   * Whether a session passes that has to step up first, because the account was compromised (`session.marked`): `true` for the very
   * route where it does that. Default: false.
   */
  readonly allowMarked?: boolean
}

/** A session that is known to be signed in. */
export type Authenticated<View extends SessionView> = View & {
  readonly state: 'user'
  readonly userId: string
  readonly id: string
}

/**
 * What keeps a session from meeting a requirement, or `null`: `superseded` (ask the client to retry), `unauthenticated` (sign in),
 * `stale` (prove identity again), `insufficient` (prove it in a stronger way). Time is told by the clock of the session.
 */
export function checkAuth(
  session: Pick<SessionView, 'state' | 'userId' | 'acr' | 'amr' | 'authAge'> & { readonly marked?: boolean },
  requirement: AuthRequirement = {},
): 'superseded' | 'unauthenticated' | 'stale' | 'insufficient' | null {
  if (session.state === 'superseded') return 'superseded'
  if (session.userId === null) return 'unauthenticated'
  const { maxAge, acr, amr = [], allowMarked = false } = requirement
  if (session.marked && !allowMarked) return 'insufficient'
  if (
    acr !== undefined &&
    !(typeof acr === 'string' ? [acr] : acr).some((accepted) => accepted === session.acr)
  )
    return 'insufficient'
  if (!amr.every((method) => session.amr.includes(method))) return 'insufficient'
  if (maxAge !== undefined && (session.authAge === null || session.authAge > milliseconds('maxAge', maxAge)))
    return 'stale'
  return null
}

/**
 * The session of a request that a guard let pass, with that fact in its type. `NotAuthenticatedError` (401) where nobody is signed
 * in after all, so that a forgotten guard lets nobody in.
 */
export function authenticated<View extends SessionView>(session: View): Authenticated<View> {
  if (session.userId === null) throw new NotAuthenticatedError('authenticated')
  return session as Authenticated<View>
}
