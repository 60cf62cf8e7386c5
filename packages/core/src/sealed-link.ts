import { concatBytes } from '@noble/hashes/utils.js'
import { fromBase64url, randomBytes, toBase64url, utf8 } from './bytes.ts'
import type { Purpose, Signer } from './signing.ts'

/**
 * Values for links: encrypted, so that whoever sees the link (a mail server, a log, a browser's history) learns nothing from it, and
 * nobody can make one. AES-256-GCM with a random nonce, under a key of the newest secret for this purpose alone; older secrets still
 * open what was sealed before a rotation.
 */

const NONCE_BYTES = 12
/** The tag alone is 16 bytes more than the nonce; and links are no letters. */
const SEALED = /^[\w-]{38,2048}$/

export async function sealLink(signer: Signer, purpose: Purpose, value: unknown): Promise<string> {
  const nonce = randomBytes(NONCE_BYTES)
  const [newest] = signer.keysOf(purpose)
  const key = await keyOf(newest as Uint8Array)
  const text = utf8(JSON.stringify(value))
  const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters(nonce), key, new Uint8Array(text)))
  return toBase64url(concatBytes(nonce, sealed))
}

/** The value that was sealed for this very purpose, or `null` for everything else. */
export async function openLink(signer: Signer, purpose: Purpose, sealed: unknown): Promise<unknown> {
  // One character more than whole groups of four holds no byte.
  if (typeof sealed !== 'string' || !SEALED.test(sealed) || sealed.length % 4 === 1) return null
  const whole = fromBase64url(sealed)
  // Its spare bits are not encrypted: only the one spelling counts.
  if (toBase64url(whole) !== sealed) return null
  for (const secret of signer.keysOf(purpose)) {
    const text = await decrypted(await keyOf(secret), whole)
    if (text !== null) return JSON.parse(text)
  }
  return null
}

async function decrypted(key: CryptoKey, whole: Uint8Array): Promise<string | null> {
  try {
    const parts = parameters(whole.subarray(0, NONCE_BYTES))
    const text = await crypto.subtle.decrypt(parts, key, new Uint8Array(whole.subarray(NONCE_BYTES)))
    return new TextDecoder().decode(text)
  } catch {
    // Sealed with another key, or tampered with: nobody can tell which.
    return null
  }
}

const parameters = (nonce: Uint8Array) => ({ name: 'AES-GCM', iv: new Uint8Array(nonce) })

const keyOf = (bytes: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', new Uint8Array(bytes), 'AES-GCM', false, ['encrypt', 'decrypt'])
