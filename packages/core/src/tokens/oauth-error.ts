import type { EndReason } from '../store.ts'
import { NO_STORE } from './token-answer.ts'

/** The errors of RFC 6749 §5.2, RFC 7009 §2.2.1 and RFC 8707 §2, and what goes with them. */
export type OAuthCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'unsupported_token_type'
  | 'temporarily_unavailable'
  /** The session was given a new key a moment ago: the client has a newer refresh token, or gets one at any moment. */
  | 'superseded'

export interface Problem {
  readonly code: OAuthCode
  readonly description: string
  /** Why the session is over: only the holder of its token learns it. */
  readonly reason?: EndReason | null
  readonly headers?: Readonly<Record<string, string>>
}

const STATUS: Partial<Record<OAuthCode, number>> = {
  invalid_client: 401,
  superseded: 409,
  temporarily_unavailable: 503,
}

export function problem(
  code: OAuthCode,
  description: string,
  more: Omit<Problem, 'code' | 'description'> = {},
): Problem {
  return { code, description, ...more }
}

export function problemResponse({ code, description, reason, headers }: Problem): Response {
  const again = code === 'superseded' || code === 'temporarily_unavailable' ? { 'retry-after': '1' } : {}
  return Response.json(
    { error: code, error_description: description, ...(reason && { reason }) },
    { status: STATUS[code] ?? 400, headers: { ...NO_STORE, ...again, ...headers } },
  )
}
