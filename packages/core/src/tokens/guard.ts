import type { Answer } from '../answers.ts'
import { challengesFor } from '../challenge.ts'
import { type AuthRequirement, checkAuth } from '../check-auth.ts'
import { refuseUnknown } from '../known-options.ts'
import type { AccessToken } from './access-token.ts'
import { audiences, scopesOf } from './audience.ts'
import { challenge } from './challenge.ts'
import type { Verifier, VerifyOptions } from './verifier.ts'

/** What a route asks of an access token: for whom it is, what it allows, and how recently and strongly identity was proved. */
export interface AccessTokenRequirement extends VerifyOptions, AuthRequirement {
  /** All of these (RFC 6749 §3.3): a list, or one text with blanks. */
  readonly scope?: string | readonly string[]
  /** Default true: with a check of the session, a request is the activity of a person, and moves the idle deadline. */
  readonly isActivity?: boolean
}

/** A request that passes, with its token; or what it is answered. */
export type Guarded<Claims extends object> =
  | { readonly token: AccessToken<Claims>; readonly refusal: null }
  | { readonly token: null; readonly refusal: Answer }

/** RFC 6750 §2.1: the header, and nowhere else. */
const BEARER = /^bearer +([\w.~+/-]+=*)$/i

/**
 * The decision behind every binding's `requireAccessToken`, so that all of them answer alike, with the challenges of RFC 6750 §3 and
 * RFC 9470 §3. It takes the `Authorization` header. `ConfigError` for a requirement that is none, where the route is made.
 */
export function accessTokenGuard<Claims extends object>(
  verifier: Verifier<Claims>,
  requirement: AccessTokenRequirement = {},
): (authorization: string | null | undefined) => Promise<Guarded<Claims>> {
  refuseUnknown('requireAccessToken.', requirement, [
    'audience',
    'check',
    'isActivity',
    'scope',
    'maxAge',
    'acr',
    'amr',
  ])
  const { audience, check, isActivity = true } = requirement
  const scope = scopesOf(requirement.scope ?? [])
  if (scope === null)
    throw new TypeError('scope is a list of names without blanks, or one text (RFC 6749 §3.3).')
  if (requirement.amr !== undefined && !Array.isArray(requirement.amr))
    throw new TypeError("amr is a list of methods, for example ['otp'].")
  const challenges = challengesFor(requirement)
  const how: VerifyOptions = {
    isActivity,
    ...(audience !== undefined && { audience: audiences('audience', audience) }),
    ...(check !== undefined && { check }),
  }
  const refuse = (refusal: Answer): Guarded<Claims> => ({ token: null, refusal })
  return async (authorization) => {
    if (!authorization || !/^bearer(?: |$)/i.test(authorization)) return refuse(challenge.missing())
    const text = BEARER.exec(authorization)?.[1]
    if (text === undefined) return refuse(challenge.malformed())
    const verified = await verifier.verify(text, how)
    if (verified.refused !== null) return refuse(challenge.refused(verified.refused, verified.because))
    const { token } = verified
    if (scope.some((one) => !token.scope.includes(one))) return refuse(challenge.scope(scope))
    const { authTime } = token
    const authAge = authTime === null ? null : Math.max(0, verifier.now() - authTime)
    const missing = checkAuth({ ...token, state: 'user', authAge }, requirement)
    return missing === 'stale' || missing === 'insufficient'
      ? refuse(challenge.stepUp(missing, challenges[missing]))
      : { token, refusal: null }
  }
}
