import type { AccessToken, AccessTokenRequirement, Verifier } from '@sess/core/tokens'
import type { MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** What `requireAccessToken()` adds to an app's `Env`. */
export interface AccessTokenEnv<Claims extends object = Record<string, unknown>> {
  Variables: {
    /** What the access token of this request says. */
    accessToken: AccessToken<Claims>
  }
}

/**
 * Lets only requests with a good access token pass: `c.var.accessToken`. It needs no `session()` before it.
 *
 *     app.get('/orders', requireAccessToken(tokens.verifier, { scope: 'orders:read' }), (c) => c.text(c.var.accessToken.userId))
 *
 * Everybody else gets 401 or 403 with the challenge (RFC 6750, RFC 9470). Where nothing can be said, for the store or the issuer's keys are
 * away, that is an error for `app.onError`; Hono's own error handler answers it with 503.
 */
export function requireAccessToken<Claims extends object>(
  verifier: Verifier<Claims>,
  requirement: AccessTokenRequirement = {},
): MiddlewareHandler<AccessTokenEnv<Claims>> {
  const guard = verifier.guard(requirement)
  return async (c, next) => {
    const { token, refusal } = await guard(c.req.header('authorization'))
    if (refusal !== null) return c.json(refusal.body, refusal.status as ContentfulStatusCode, refusal.headers)
    c.set('accessToken', token)
    return next()
  }
}
