import type { StandardSchemaV1 } from '@standard-schema/spec'
import { errors, jwtVerify } from 'jose'
import type { Context } from '../context.ts'
import { milliseconds } from '../duration.ts'
import { ConfigError } from '../errors.ts'
import type { Sessions } from '../facade.ts'
import { refuseUnknown } from '../known-options.ts'
import { resolveClock } from '../moments.ts'
import type { Duration } from '../options.ts'
import { quote } from '../quote.ts'
import { contextOf } from '../shared-context.ts'
import type { EndReason } from '../store.ts'
import { type AccessToken, accessTokenOf } from './access-token.ts'
import { audiences, checkIssuer } from './audience.ts'
import { claimsCheck } from './claims.ts'
import { type AccessTokenRequirement, accessTokenGuard, type Guarded } from './guard.ts'
import { type KeyOrigin, keyFinder } from './key-finder.ts'
import { LARGEST_TOLERANCE } from './key-times.ts'
import type { Refused } from './refusals.ts'
import { noteActivity, sessionOf } from './session-check.ts'
import { headerReader } from './strict-jwt.ts'

export interface VerifierOptions<Claims extends object = Record<string, unknown>> {
  /** Exactly what the issuer calls itself (`iss`). */
  readonly issuer: string
  /** What this resource server is called (`aud`), or all of its names. */
  readonly audience: string | readonly string[]
  /** The issuer's keys: a ring, or the address of its key set, `{ jwksUrl }`. */
  readonly keys: KeyOrigin
  /** With it, tokens are checked with their session: one read of the store. Default: the signature alone counts until the token expires. */
  readonly sessions?: Sessions<never> | Sessions
  /** How much the clocks of issuer and verifier may differ, at most `'1m'`. Default `'5s'`. */
  readonly clockTolerance?: Duration
  /** Types and checks the app's own claims; what it refuses is refused. Default: any. */
  readonly claims?: StandardSchemaV1<unknown, Claims>
  /** Hears of every refused token, with the reason: for logs and alarms. What it throws is lost. */
  readonly onRefused?: (refused: Refused) => void
  /** The clock, in whole ms since the epoch. Default: that of `sessions`, else `Date.now`. */
  readonly now?: () => number
}

export interface VerifyOptions {
  /** Default: that of the verifier. */
  readonly audience?: string | readonly string[]
  /** `'signature'`: does not ask for the session. Default: `'session'` where the verifier has sessions. */
  readonly check?: 'signature' | 'session'
  /** Whether it is the activity of a person, which moves the idle deadline. Only with a check of the session. Default false. */
  readonly isActivity?: boolean
}

/** What came of it: `because` says why the session is over. */
export type Verified<Claims extends object = Record<string, unknown>> =
  | { readonly token: AccessToken<Claims>; readonly refused: null; readonly because?: undefined }
  | { readonly token: null; readonly refused: Refused; readonly because: EndReason | null }

/** Checks access tokens, at a resource server or at the issuer itself. */
export interface Verifier<Claims extends object = Record<string, unknown>> {
  /**
   * Whether a text is an access token (RFC 9068 §4) of this issuer for this audience, and what it says. A token that is refused is a
   * value, with the reason. Rejects with `KeysUnavailableError` or `StoreError` where nothing can be said.
   */
  verify(token: string, options?: VerifyOptions): Promise<Verified<Claims>>
  /**
   * The decision behind every binding's `requireAccessToken`: takes the `Authorization` header. `ConfigError` or `TypeError` for a
   * requirement that is none; rejects as `verify` does.
   */
  guard(
    requirement?: AccessTokenRequirement,
  ): (authorization: string | null | undefined) => Promise<Guarded<Claims>>
  readonly now: () => number
}

/** `ConfigError` for options that are insecure or impossible. */
export function createVerifier<Claims extends object = Record<string, unknown>>(
  options: VerifierOptions<Claims>,
): Verifier<Claims> {
  refuseUnknown('', options, [
    'issuer',
    'audience',
    'keys',
    'sessions',
    'clockTolerance',
    'claims',
    'onRefused',
    'now',
  ])
  const { issuer, sessions, claims, onRefused } = options
  checkIssuer(issuer)
  const ownAudience = audiences('audience', options.audience)
  const findKey = keyFinder(options.keys)
  const context = sessions === undefined ? null : contextOf(sessions as Sessions)
  const now = options.now === undefined && context !== null ? context.now : resolveClock(options)
  const readHeader = headerReader()
  const tolerance = toleranceOf(options.clockTolerance)
  const checkClaims = claims === undefined ? null : claimsCheck(claims)

  const bySignature = async (
    text: string,
    audience: readonly string[],
  ): Promise<AccessToken<Claims> | Refused> => {
    const header = readHeader(text)
    if (typeof header === 'string') return header
    const at = now()
    const key = await findKey(header, at)
    if (typeof key === 'string') return key
    let token: AccessToken | null
    try {
      const { payload } = await jwtVerify(text, key, {
        algorithms: [header.alg],
        issuer,
        audience: [...audience],
        typ: 'at+jwt',
        clockTolerance: tolerance / 1000,
        currentDate: new Date(at),
        requiredClaims: ['exp', 'iat', 'sub', 'client_id', 'jti'],
      })
      token = accessTokenOf(payload, header)
    } catch (error) {
      return refusalOf(error)
    }
    if (token === null) return 'claims'
    if (token.issuedAt > at + tolerance) return 'not-yet-valid'
    if (checkClaims === null) return token as AccessToken<Claims>
    const checked = checkClaims(token.claims)
    return checked.issues === undefined ? { ...token, claims: checked.value } : 'claims'
  }

  const verify: Verifier<Claims>['verify'] = async (text, { audience, check, isActivity = false } = {}) => {
    if (typeof text !== 'string') return { token: null, refused: 'malformed', because: null }
    const wanted = audience === undefined ? ownAudience : audiences('audience', audience)
    const token = await bySignature(text, wanted)
    if (typeof token === 'string') return { token: null, refused: token, because: null }
    if (check === 'signature' || (check === undefined && context === null)) return { token, refused: null }
    if (context === null) throw new TypeError("check: 'session' needs a verifier with sessions.")
    return withSession(context, token, isActivity)
  }

  const verifier: Verifier<Claims> = {
    now,
    async verify(text, how) {
      const verified = await verify(text, how)
      if (verified.refused !== null) tell(onRefused, verified.refused)
      return verified
    },
    guard: (requirement) => accessTokenGuard(verifier, requirement),
  }
  return verifier
}

async function withSession<Data extends object, Claims extends object>(
  context: Context<Data>,
  token: AccessToken<Claims>,
  isActivity: boolean,
): Promise<Verified<Claims>> {
  const found = await sessionOf(context, token)
  if ('refused' in found) return { token: null, ...found }
  const over = isActivity ? await noteActivity(context, found.loaded, found.policy) : null
  return over === null ? { token, refused: null } : { token: null, ...over }
}

function toleranceOf(given: Duration = '5s'): number {
  const ms = given === 0 ? 0 : milliseconds('clockTolerance', given)
  if (ms <= LARGEST_TOLERANCE) return ms
  throw new ConfigError('clockTolerance', `${quote(given)} would let expired tokens in.`, "Use at most '1m'.")
}

function refusalOf(error: unknown): Refused {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed) {
    const { claim, reason } = error
    if (claim === 'iss') return 'issuer'
    if (claim === 'aud') return 'audience'
    if (claim === 'nbf' && reason === 'check_failed') return 'not-yet-valid'
    return 'claims'
  }
  if (error instanceof errors.JOSEError) return 'malformed'
  throw error
}

function tell(listener: ((refused: Refused) => void) | undefined, refused: Refused): void {
  try {
    listener?.(refused)
  } catch {
    // The listener's own business.
  }
}
