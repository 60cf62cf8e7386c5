import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { equalBytes, fromBase64url, randomBytes, toBase64url, utf8 } from './bytes.ts'
import type { Signer } from './signing.ts'
import { secretOf, type Token } from './token.ts'

/**
 * CSRF tokens: an HMAC that nobody can make without the session's secret, or without the app's `secrets` where there is no session.
 * Nothing is stored. Each time it is masked anew, so that no two pages hold the same text and compression tells nothing (BREACH).
 */

const CONTEXT = utf8('sess/csrf')
const MAC = 32
const SHAPE = /^[\w-]{86}$/

/** Of a session or a guest with a record: the same through every renewal, another after a re-keying. */
export const csrfMacOf = (token: Token): Uint8Array => hmac(sha256, secretOf(token), CONTEXT)

/** Of a visitor without a record, whose browser holds `nonce` in a cookie. */
export const visitorMac = (signer: Signer, nonce: string): Uint8Array => signer.mac('csrf', nonce)

export function mask(mac: Uint8Array): string {
  const masked = new Uint8Array(2 * MAC)
  masked.set(randomBytes(MAC))
  for (let i = 0; i < MAC; i++) masked[MAC + i] = (masked[i] as number) ^ (mac[i] as number)
  return toBase64url(masked)
}

/** The HMAC in a masked token, or `null` for everything that is none. */
export function unmask(token: unknown): Uint8Array | null {
  if (typeof token !== 'string' || !SHAPE.test(token)) return null
  const masked = fromBase64url(token)
  return masked.subarray(MAC).map((byte, i) => byte ^ (masked[i] as number))
}

export const isMacOf = (mac: Uint8Array, token: Token): boolean => equalBytes(mac, csrfMacOf(token))
