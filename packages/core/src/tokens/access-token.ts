import type { JWTPayload } from 'jose'
import type { Header } from './strict-jwt.ts'

/** An access token that was found good. Times in ms since the epoch, in whole seconds. It does not hold the token itself. */
export interface AccessToken<Claims extends object = Record<string, unknown>> {
  /** `sub`. */
  readonly userId: string
  readonly clientId: string
  /** `sid`: the session at the issuer, or `null` where the issuer names none. */
  readonly sessionId: string | null
  /** Which key of that session the token was made under: a re-keying since makes it worthless to a check of the session. */
  readonly keyGeneration: number | null
  readonly issuer: string
  readonly audience: readonly string[]
  readonly scope: readonly string[]
  readonly authTime: number | null
  readonly acr: string | null
  readonly amr: readonly string[]
  readonly issuedAt: number
  readonly expiresAt: number
  /** `jti`. */
  readonly id: string
  /** The key that signed it. */
  readonly kid: string
  /** The app's own claims, as the verifier's schema gives them. */
  readonly claims: Claims
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0
const isOptional = (test: (value: unknown) => boolean, value: unknown) => value === undefined || test(value)
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0

/** The token as its readers see it (RFC 9068 §2.2), or `null` if a claim is not what it must be. */
export function accessTokenOf(payload: JWTPayload, { kid }: Header): AccessToken | null {
  const {
    iss,
    sub,
    aud,
    exp,
    iat,
    nbf: _,
    jti,
    client_id,
    sid,
    scope,
    auth_time,
    acr,
    amr,
    key_generation,
    ...claims
  } = payload
  const isWhole =
    [iss, sub, jti, client_id].every(isText) &&
    isTime(exp) &&
    isTime(iat) &&
    isOptional(isText, sid) &&
    isOptional((value) => typeof value === 'string', scope) &&
    isOptional(isTime, auth_time) &&
    isOptional((value) => typeof value === 'string', acr) &&
    isOptional(isTexts, amr) &&
    isOptional(isCount, key_generation)
  if (!isWhole) return null
  return {
    userId: sub as string,
    clientId: client_id as string,
    sessionId: (sid as string | undefined) ?? null,
    keyGeneration: (key_generation as number | undefined) ?? null,
    issuer: iss as string,
    audience: [aud ?? []].flat(),
    scope: ((scope as string | undefined) ?? '').split(' ').filter((one) => one !== ''),
    authTime: auth_time === undefined ? null : (auth_time as number) * 1000,
    acr: (acr as string | undefined) ?? null,
    amr: (amr as string[] | undefined) ?? [],
    issuedAt: (iat as number) * 1000,
    expiresAt: (exp as number) * 1000,
    id: jti as string,
    kid,
    claims,
  }
}
