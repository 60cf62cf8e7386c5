import { cookieValues } from '../cookie.ts'
import type { ClientFacts } from '../events.ts'
import type { Grant } from '../grant.ts'
import { parseToken, type Token } from '../token.ts'
import { type Problem, problem } from './oauth-error.ts'
import type { TokenRules } from './rules.ts'

/** A refresh token, and how it came: it counts only where it belongs. `null`: there is none, or it is no token of ours. */
export interface Presented {
  readonly token: Token | null
  readonly delivery: Grant['delivery']
}

/** From the form, else from the cookie: that only for the issuer's own pages and those that are configured (CSRF). */
export function presentedToken(
  rules: TokenRules,
  request: Request,
  text: string | undefined,
): Presented | Problem {
  if (text !== undefined) return { token: parseToken(text), delivery: 'body' }
  const { cookie } = rules
  if (cookie === null) return problem('invalid_request', 'The token is missing.')
  const origin = request.headers.get('origin')
  if (!rules.cors.allows(origin) && origin !== new URL(rules.issuer).origin)
    return problem('invalid_request', 'A token in a cookie is taken only from the pages of this app.')
  const tokens = cookieValues(request.headers.get('cookie') ?? undefined, cookie.name).map(parseToken)
  return { token: tokens.find((token) => token !== null) ?? null, delivery: 'cookie' }
}

export function clientFactsOf({ address }: TokenRules, request: Request): ClientFacts {
  const from = address(request)
  const userAgent = request.headers.get('user-agent')?.slice(0, 256)
  return { ...(from !== undefined && { address: from }), ...(userAgent !== undefined && { userAgent }) }
}
