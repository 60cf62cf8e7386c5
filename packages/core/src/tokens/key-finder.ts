import { createLocalJWKSet, createRemoteJWKSet, errors } from 'jose'
import { ConfigError } from '../errors.ts'
import { quote } from '../quote.ts'
import { isConfidential, urlOf } from './cors.ts'
import { KeysUnavailableError } from './errors.ts'
import { KeyRing } from './key-ring.ts'
import type { Refused } from './refusals.ts'
import type { Header } from './strict-jwt.ts'

/** Where a verifier gets keys from: a ring of its own, or the issuer's key set. Never from a token. */
export type KeyOrigin = KeyRing | { readonly jwksUrl: string }

export type KeyFinder = (header: Header, now: number) => Promise<CryptoKey | Refused>

/** How long a key set counts on when its issuer cannot be reached: an outage there is none of the API's. */
const STALE_FOR = 3_600_000

export function keyFinder(origin: KeyOrigin): KeyFinder {
  if (origin instanceof KeyRing) return fromRing(origin)
  const { jwksUrl } = Object(origin) as { jwksUrl?: unknown }
  const url = urlOf(jwksUrl)
  if (url === null || !isConfidential(url) || url.username !== '')
    throw new ConfigError(
      'keys',
      jwksUrl === undefined
        ? 'there are none.'
        : `${quote(jwksUrl)} is no address that keys could be trusted from.`,
      "Pass what importKeys() gave, or { jwksUrl: 'https://…/jwks.json' }.",
    )
  return fromUrl(url)
}

function fromRing(ring: KeyRing): KeyFinder {
  return async ({ kid, alg }, now) => {
    const key = ring.find(kid, now)
    if (key === null) return 'unknown-key'
    return key.alg === alg ? key.verifyingKey : 'algorithm'
  }
}

/** After a failure the issuer is left alone for this long. */
const PAUSE = 30_000

/** jose keeps the set for ten minutes, asks again for a `kid` that is new, at most twice a minute, and follows no redirect. */
function fromUrl(url: URL): KeyFinder {
  const remote = createRemoteJWKSet(url)
  let reachedAt = Number.NEGATIVE_INFINITY
  let failure: { readonly at: number; readonly error: unknown } | null = null
  const asKnown = async (header: Header, now: number, error: unknown): Promise<CryptoKey> => {
    const known = remote.jwks()
    if (known !== undefined && now - reachedAt <= STALE_FOR) {
      const key = await createLocalJWKSet(known)({ ...header }).catch(() => null)
      if (key !== null) return key
    }
    throw new KeysUnavailableError(url.href, error)
  }
  return async (header, now) => {
    if (failure !== null && now - failure.at < PAUSE) return asKnown(header, now, failure.error)
    try {
      const key = await remote({ ...header })
      reachedAt = now
      failure = null
      return key
    } catch (error) {
      if (isAnswer(error)) return refusal(header, remote.jwks()?.keys ?? [])
      failure = { at: now, error }
      return asKnown(header, now, error)
    }
  }
}

/** The set was there, and has no such key. */
const isAnswer = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported

const refusal = ({ kid }: Header, keys: readonly { kid?: string }[]): Refused =>
  keys.some((key) => key.kid === kid) ? 'algorithm' : 'unknown-key'
