import { setCookie } from '../cookie.ts'
import type { Grant } from '../grant.ts'
import { formatToken, type Token } from '../token.ts'
import type { Loaded } from '../verdict.ts'
import { type Minted, mintAccessToken, type Use } from './mint.ts'
import type { TokenRules } from './rules.ts'

/** What a token endpoint says (RFC 6749 §5.1). */
export interface TokenResponse {
  readonly access_token: string
  readonly token_type: 'Bearer'
  /** Seconds. */
  readonly expires_in: number
  /** Absent where the last one stays good, and where it travels in a cookie. */
  readonly refresh_token?: string
  readonly scope?: string
}

/** The answer to a sign-in or a refresh, for any framework: send the body as JSON, with these headers. */
export interface TokenAnswer {
  readonly status: 200
  /** `Cache-Control: no-store`, and the refresh token's cookie where that is how it travels. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: TokenResponse
  /** The session's id: a handle, no credential. */
  readonly sessionId: string
  toResponse(): Response
}

/** RFC 6749 §5.1: no cache keeps a token. */
export const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' } as const

/** A fresh access token of a session, and the refresh token, if there is one to hand out. */
export async function tokenAnswer(
  rules: TokenRules,
  loaded: Loaded,
  grant: Grant,
  use: Use,
  refreshToken: Token | null,
): Promise<TokenAnswer> {
  const minted = await mintAccessToken(rules, loaded, grant, use)
  const inCookie = grant.delivery === 'cookie'
  const body = bodyOf(minted, use, inCookie ? null : refreshToken)
  const headers = {
    ...NO_STORE,
    ...(inCookie && refreshToken !== null && { 'set-cookie': cookieOf(rules, loaded, refreshToken) }),
  }
  return {
    status: 200,
    headers,
    body,
    sessionId: loaded.record.id,
    toResponse: () => Response.json(body, { headers }),
  }
}

function bodyOf({ jwt, expiresIn }: Minted, { scope }: Use, refreshToken: Token | null): TokenResponse {
  return {
    access_token: jwt,
    token_type: 'Bearer',
    expires_in: expiresIn,
    ...(refreshToken !== null && { refresh_token: formatToken(refreshToken) }),
    ...(scope.length > 0 && { scope: scope.join(' ') }),
  }
}

function cookieOf({ cookie, context }: TokenRules, { record }: Loaded, token: Token): string {
  if (cookie === null)
    throw new TypeError(
      'A session has its refresh token in a cookie, but the option cookie is gone. Keep it until they are over.',
    )
  return setCookie(cookie, formatToken(token), Math.max(1, record.absoluteExpiresAt - context.now()))
}
