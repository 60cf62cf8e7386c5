import type { SigningKey } from './signing-key.ts'

/**
 * What makes a rotation invisible. A key is published before it signs, at least as long as anybody may keep the key set (`JWKS_MAX_AGE`,
 * and jose keeps one for ten minutes, too); one that signs no more stays published until the last token of it is over.
 */
export const JWKS_MAX_AGE = 600_000
/** How long a new key is published before it signs, at least: twice that, for caches in a row. */
export const SHORTEST_LEAD = 2 * JWKS_MAX_AGE
/** No access token lives longer, whatever the options. */
export const LONGEST_LIFETIME = 3_600_000
/** No verifier tolerates clocks that differ by more. */
export const LARGEST_TOLERANCE = 60_000
/** How long a key stays after its successor has begun to sign: the longest token, and the clocks of the signer and the verifier. */
export const RETIREMENT = LONGEST_LIFETIME + 2 * LARGEST_TOLERANCE

/** `next`: published, does not sign yet. `retired`: published, signs no more. `gone`: no longer accepted. */
export type KeyState = 'next' | 'active' | 'retired' | 'gone'

/** When a key's successor begins to sign; `Infinity` where there is none. */
export function succeededAt(key: SigningKey, keys: readonly SigningKey[]): number {
  const later = keys.map((other) => other.activeFrom).filter((from) => from > key.activeFrom)
  return Math.min(Number.POSITIVE_INFINITY, ...later)
}

/** The state of a key: it follows from the moments of all keys alone, so that every process comes to the same. */
export function stateAt(key: SigningKey, keys: readonly SigningKey[], now: number): KeyState {
  if (now < key.activeFrom) return 'next'
  const end = succeededAt(key, keys)
  if (now < end) return 'active'
  return now < end + RETIREMENT ? 'retired' : 'gone'
}
