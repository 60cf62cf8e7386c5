import { type AuthRequirement, checkAuth, type SessionView } from '@sess/core'
import type { NextFunction, Request, RequestHandler } from 'express'

/** What keeps a request out: no user, a proof of identity that is too old or too weak, or a key that was just replaced. */
export type Missing = NonNullable<ReturnType<typeof checkAuth>>

export interface RequireAuthOptions extends AuthRequirement {
  /**
   * Where a browser that asks for a page is sent (303) instead of getting a 401: a path, or a function of the request and of
   * what is missing, for example to send to sign-in or to step-up, and to remember where the person wanted to go.
   */
  readonly redirectTo?: string | ((req: Request, missing: Missing) => string)
}

/** A middleware that says nothing of a route's parameters, so that the handlers after it still get their types from the path. */
export type Guard = (req: Express.Request, res: Express.Response, next: NextFunction) => void

const ANSWERS = {
  superseded: [
    409,
    'sess/superseded',
    'The session was given a new key a moment ago. Send the request again.',
  ],
  unauthenticated: [401, 'sess/not-authenticated', 'Sign in to continue.'],
  stale: [401, 'sess/authentication-stale', 'Confirm that it is you to continue.'],
  insufficient: [
    401,
    'sess/authentication-insufficient',
    'Confirm in a stronger way that it is you to continue.',
  ],
} as const

const PROBE = { state: 'user', userId: '', authTime: 0, acr: null } as SessionView

/**
 * Lets only signed-in users pass; with `maxAge` or `acr` only those who proved identity recently or strongly enough.
 *
 *     app.use('/account', requireAuth({ redirectTo: '/sign-in' }))
 *     app.post('/payout', requireAuth({ maxAge: '5m' }), (req, res) => …)
 *
 * Everybody else gets 401 and `{ error, message }` (and the `reason` why the session they presented is over), or the redirect.
 * A request whose session was given a new key a moment ago gets 409 and `Retry-After`: sent again, with the new cookie, it passes.
 */
export function requireAuth(options: RequireAuthOptions = {}): Guard {
  const { redirectTo, ...requirement } = options
  // A maxAge that is no time throws here, not at the first request.
  checkAuth(PROBE, requirement)
  const guard: RequestHandler = (req, res, next) => {
    if (req.session === undefined)
      throw new TypeError('requireAuth() needs app.use(session(sessions)) before it.')
    const missing = checkAuth(req.session, requirement)
    if (missing === null) return next()
    const [status, error, message] = ANSWERS[missing]
    res.set('Cache-Control', 'no-store')
    if (redirectTo !== undefined && missing !== 'superseded' && req.accepts(['json', 'html']) === 'html') {
      return res.redirect(303, typeof redirectTo === 'string' ? redirectTo : redirectTo(req, missing))
    }
    if (missing === 'superseded') res.set('Retry-After', '1')
    const reason = req.session.endedBecause
    res.status(status).json({ error, message, ...(reason !== null && { reason }) })
  }
  return guard as Guard
}
