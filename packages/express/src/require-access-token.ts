import type { AccessToken, AccessTokenRequirement, Verifier } from '@sess/core/tokens'
import type { RequestHandler } from 'express'
import type { Guard } from './require-auth.ts'

declare global {
  namespace Express {
    interface Request {
      /** What the access token of this request says. There once `requireAccessToken()` has let the request pass. */
      accessToken: AccessToken
    }
  }
}

/**
 * Lets only requests with a good access token pass, and puts what it says at `req.accessToken`. It needs no `session()` before it.
 *
 *     app.get('/orders', requireAccessToken(tokens.verifier, { scope: 'orders:read' }), (req, res) => …)
 *
 * Everybody else gets 401 or 403 with the challenge (RFC 6750, RFC 9470). Where nothing can be said, for the store or the issuer's keys are
 * away, the request goes to the app's error handler with an error whose `status` is 503.
 */
export function requireAccessToken<Claims extends object>(
  verifier: Verifier<Claims>,
  requirement: AccessTokenRequirement = {},
): Guard {
  const guard = verifier.guard(requirement)
  const handler: RequestHandler = (req, res, next) => {
    guard(req.headers.authorization).then(({ token, refusal }) => {
      if (refusal !== null) return res.status(refusal.status).set(refusal.headers).json(refusal.body)
      req.accessToken = token as AccessToken<Record<string, unknown>>
      return next()
    }, next)
  }
  return handler as Guard
}
