import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { equalBytes, fromBase64url, randomBytes, readBase64url, toBase64url, utf8 } from './bytes.ts'

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
  /** The 55 bytes that the proof is over. Two short arrays, for engines put longer ones outside of their heap, which takes its time. */
  readonly signed: Uint8Array
  readonly proof: Uint8Array
  /** What `secretHashOf` found, so that it is found once. */
  secretHash: Uint8Array | null
}

const FORMAT = 1
const SECRET_AT = 19
const GENERATION_AT = 51
const PROOF_AT = 55
const TOKEN_CHARS = 116
/** The characters up to here hold 57 bytes, the last two of which belong to the proof already. */
const SPLIT = 76
const CONTEXT = utf8('sess/proof')

/** The token that a text stands for, or `null` for everything else. 116 characters hold exactly 87 bytes, so each token has one spelling. */
export function parseToken(text: string): Token | null {
  if (text.length !== TOKEN_CHARS) return null
  const head = new Uint8Array(57)
  const proof = new Uint8Array(32)
  if (!readBase64url(text, 0, SPLIT, head, 0) || !readBase64url(text, SPLIT, TOKEN_CHARS, proof, 2))
    return null
  if (head[0] !== FORMAT) return null
  proof[0] = head[PROOF_AT] as number
  proof[1] = head[PROOF_AT + 1] as number
  const signed = head.subarray(0, PROOF_AT)
  const id = toBase64url(signed.subarray(1, SECRET_AT))
  return { id, generation: readGeneration(signed), signed, proof, secretHash: null }
}

export function formatToken({ signed, proof }: Token): string {
  const raw = new Uint8Array(signed.length + proof.length)
  raw.set(signed)
  raw.set(proof, PROOF_AT)
  return toBase64url(raw)
}

/** A token with a fresh secret. */
export function mintToken(id: string, generation: number, proofKey: Uint8Array): Token {
  const signed = new Uint8Array(PROOF_AT)
  signed[0] = FORMAT
  signed.set(fromBase64url(id), 1)
  signed.set(randomBytes(32), SECRET_AT)
  return proven(signed, id, generation, proofKey)
}

/** The token of another generation of the same secret: only with the store's `proofKey` can it be made. */
export function sibling(token: Token, generation: number, proofKey: Uint8Array): Token {
  return proven(token.signed.slice(), token.id, generation, proofKey)
}

export function isAuthentic(token: Token, proofKey: Uint8Array): boolean {
  return equalBytes(proofOf(token.signed, proofKey), token.proof)
}

export const secretOf = (token: Token): Uint8Array => token.signed.subarray(SECRET_AT, GENERATION_AT)

/** SHA-256 of the secret: what the store knows of it. */
export function secretHashOf(token: Token): Uint8Array {
  token.secretHash ??= sha256(secretOf(token))
  return token.secretHash
}

function proven(signed: Uint8Array, id: string, generation: number, proofKey: Uint8Array): Token {
  new DataView(signed.buffer).setUint32(GENERATION_AT, generation)
  return { id, generation, signed, proof: proofOf(signed, proofKey), secretHash: null }
}

function proofOf(signed: Uint8Array, proofKey: Uint8Array): Uint8Array {
  return hmac.create(sha256, proofKey).update(CONTEXT).update(signed).digest()
}

function readGeneration(signed: Uint8Array): number {
  const byte = (at: number) => signed[GENERATION_AT + at] as number
  return ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) >>> 0
}
