import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { equalBytes, fromBase64url, randomBytes, toBase64url, utf8 } from './bytes.ts'

/**
 * The token: what a client holds.
 *
 *     base64url( format 1 ‖ id 18 ‖ secret 32 ‖ generation 4 ‖ proof 32 )     bytes, big-endian: 116 characters
 *     proof = HMAC-SHA-256(proofKey, "sess/proof" ‖ format ‖ id ‖ secret ‖ generation)
 *
 * `secret` is 256 bits from a CSPRNG (ASVS 5.0 7.2.3 asks for 128) and is stored only as its SHA-256. Nobody can
 * make the next generation's proof without `proofKey`, which never leaves the store; the server can, once it is
 * shown an authentic token of the same secret: that is what makes renewal converge.
 */
export interface Token {
  readonly id: string
  readonly generation: number
  /** All 87 bytes. */
  readonly raw: Uint8Array
}

const FORMAT = 1
const SECRET_AT = 19
const GENERATION_AT = 51
const PROOF_AT = 55
const LENGTH = 87
const TOKEN_CHARS = 116
const SHAPE = /^[A-Za-z0-9_-]{116}$/
const CONTEXT = utf8('sess/proof')

/** The token that a text stands for, or `null` for everything else. 116 characters hold exactly 87 bytes, so each token has one spelling. */
export function parseToken(text: string): Token | null {
  if (text.length !== TOKEN_CHARS || !SHAPE.test(text)) return null
  const raw = fromBase64url(text)
  if (raw[0] !== FORMAT) return null
  return { id: toBase64url(raw.subarray(1, SECRET_AT)), generation: readGeneration(raw), raw }
}

export const formatToken = (token: Token): string => toBase64url(token.raw)

/** A token with a fresh secret. */
export function mintToken(id: string, generation: number, proofKey: Uint8Array): Token {
  const raw = new Uint8Array(LENGTH)
  raw[0] = FORMAT
  raw.set(fromBase64url(id), 1)
  raw.set(randomBytes(32), SECRET_AT)
  return proven(raw, id, generation, proofKey)
}

/** The token of another generation of the same secret: only with the store's `proofKey` can it be made. */
export function sibling(token: Token, generation: number, proofKey: Uint8Array): Token {
  return proven(token.raw.slice(), token.id, generation, proofKey)
}

export function isAuthentic(token: Token, proofKey: Uint8Array): boolean {
  return equalBytes(proofOf(token.raw, proofKey), token.raw.subarray(PROOF_AT))
}

export const secretOf = (token: Token): Uint8Array => token.raw.subarray(SECRET_AT, GENERATION_AT)

/** SHA-256 of the secret: what the store knows of it. */
export const secretHashOf = (token: Token): Uint8Array => sha256(secretOf(token))

function proven(raw: Uint8Array, id: string, generation: number, proofKey: Uint8Array): Token {
  new DataView(raw.buffer).setUint32(GENERATION_AT, generation)
  raw.set(proofOf(raw, proofKey), PROOF_AT)
  return { id, generation, raw }
}

function proofOf(raw: Uint8Array, proofKey: Uint8Array): Uint8Array {
  const message = new Uint8Array(CONTEXT.length + PROOF_AT)
  message.set(CONTEXT)
  message.set(raw.subarray(0, PROOF_AT), CONTEXT.length)
  return hmac(sha256, proofKey, message)
}

function readGeneration(raw: Uint8Array): number {
  return new DataView(raw.buffer, raw.byteOffset).getUint32(GENERATION_AT)
}
