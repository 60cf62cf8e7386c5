import { type Authenticated, createGuard, type GuardOptions, type SessionView } from '@sess/core'
import type { Context, MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

export type { Missing } from '@sess/core'

export type RequireAuthOptions = GuardOptions<Context>

/** What a guard knows of the session behind it, whatever its data. */
export interface AuthenticatedEnv {
  Variables: { session: Pick<Authenticated<SessionView>, 'state' | 'userId' | 'id'> }
}

/**
 * Lets only signed-in users pass; with `maxAge` or `acr` only those who proved identity recently or strongly enough. A handler
 * beside it has a `c.var.session.userId` that is a string.
 *
 *     app.get('/account', requireAuth({ redirectTo: '/sign-in' }), (c) => c.text(c.var.session.userId))
 *     app.post('/payout', requireAuth({ maxAge: '5m' }), (c) => …)
 *
 * Everybody else gets 401 and `{ error, message }` (and the `reason` why the session they presented is over), or the redirect.
 * A request whose session was given a new key a moment ago gets 409 and `Retry-After`: sent again, with the new cookie, it passes.
 */
export function requireAuth(options: RequireAuthOptions = {}): MiddlewareHandler<AuthenticatedEnv> {
  const refuse = createGuard(options)
  return async (c, next) => {
    const session = c.get('session') as SessionView | undefined
    const refusal = refuse(session, c.req.header('accept'), c)
    if (refusal === null) return next()
    if (!('redirectTo' in refusal))
      return c.json(refusal.body, refusal.status as ContentfulStatusCode, refusal.headers)
    c.header('cache-control', 'no-store')
    return c.redirect(refusal.redirectTo, 303)
  }
}
