import { createGuard, type GuardOptions } from '@sess/core'
import type { NextFunction, Request, RequestHandler } from 'express'

export type { Missing } from '@sess/core'

export type RequireAuthOptions = GuardOptions<Request>

/** A middleware that says nothing of a route's parameters, so that the handlers after it still get their types from the path. */
export type Guard = (req: Express.Request, res: Express.Response, next: NextFunction) => void

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
  const refuse = createGuard(options)
  const guard: RequestHandler = (req, res, next) => {
    const refusal = refuse(req.session, req.headers.accept, req)
    if (refusal === null) return next()
    if ('redirectTo' in refusal) return res.set('Cache-Control', 'no-store').redirect(303, refusal.redirectTo)
    res.status(refusal.status).set(refusal.headers).json(refusal.body)
  }
  return guard as Guard
}
