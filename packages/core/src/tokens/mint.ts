import { SignJWT } from 'jose'
import { acrAt } from '../auth-state.ts'
import { randomBytes, toBase64url } from '../bytes.ts'
import type { Grant } from '../grant.ts'
import type { Loaded } from '../verdict.ts'
import type { TokenRules } from './rules.ts'

/** What one access token is to be good for: at most what the grant says. */
export type Use = Pick<Grant, 'audience' | 'scope'>

export interface Minted {
  readonly jwt: string
  /** In seconds, from now. */
  readonly expiresIn: number
}

/**
 * An access token (RFC 9068 §2) of a session as it is now. It ends no later than the session does, and no later than an elevation of
 * the authentication lapses: until then it may be shown without anybody asking the session.
 */
export async function mintAccessToken(
  rules: TokenRules,
  { record, state }: Loaded,
  grant: Grant,
  { audience, scope }: Use,
): Promise<Minted> {
  const now = rules.context.now()
  const { authTime, amr, acrUntil } = state
  // One that lapses within the second has lapsed: a token of no length would help nobody.
  const acr = acrAt(state, now + 1000)
  const lapses = acrUntil !== null && acr !== state.acrBefore ? acrUntil : Number.POSITIVE_INFINITY
  const ends = Math.min(now + rules.lifetime, lapses, record.absoluteExpiresAt, record.idleExpiresAt)
  const userId = record.userId as string
  const claims = await rules.claimsOf({
    userId,
    sessionId: record.id,
    clientId: grant.clientId,
    scope,
    audience,
    authTime,
    acr,
    amr,
  })
  const iat = Math.floor(now / 1000)
  const exp = Math.floor(ends / 1000)
  const { kid, alg, privateKey } = rules.keys.signerAt(now)
  const jwt = await new SignJWT({
    ...claims,
    iss: rules.issuer,
    sub: userId,
    aud: audience.length === 1 ? (audience[0] as string) : [...audience],
    client_id: grant.clientId,
    iat,
    exp,
    jti: toBase64url(randomBytes(16)),
    sid: record.id,
    key_generation: state.keyedGeneration,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
    ...(authTime !== null && { auth_time: Math.floor(authTime / 1000) }),
    ...(acr !== null && { acr }),
    ...(amr.length > 0 && { amr: [...amr] }),
  })
    .setProtectedHeader({ alg, typ: 'at+jwt', kid })
    .sign(privateKey)
  return { jwt, expiresIn: Math.max(0, exp - iat) }
}
