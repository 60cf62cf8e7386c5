import { AnswerableError } from '../sess-error.ts'
import type { AccessToken } from './access-token.ts'
import type { AccessTokenRequirement } from './guard.ts'
import type { Verifier } from './verifier.ts'

/** A handler of a Web request that gets the access token it came with. */
export type AccessTokenHandler<Claims extends object, Rest extends unknown[]> = (
  request: Request,
  token: AccessToken<Claims>,
  ...rest: Rest
) => Response | Promise<Response>

/**
 * Lets only requests with a good access token reach a `Request → Response` handler: a Route Handler of Next, for example.
 *
 *     export const GET = requireAccessToken(tokens.verifier, { scope: 'orders:read' }, (request, token) => …)
 *
 * Everybody else gets 401 or 403 with the challenge; 503 where nothing can be said, for the store or the issuer's keys are away.
 */
export function requireAccessToken<Claims extends object, Rest extends unknown[]>(
  verifier: Verifier<Claims>,
  requirement: AccessTokenRequirement,
  handler: AccessTokenHandler<Claims, Rest>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const guard = verifier.guard(requirement)
  return async (request, ...rest) => {
    const guarded = await guard(request.headers.get('authorization')).catch(unsaid)
    if (guarded instanceof Response) return guarded
    const { token, refusal } = guarded
    return refusal === null ? handler(request, token, ...rest) : Response.json(refusal.body, refusal)
  }
}

/** The answer that an outage is; anything else is the app's mistake. */
function unsaid(error: unknown): Response {
  if (error instanceof AnswerableError) return error.getResponse()
  throw error
}
