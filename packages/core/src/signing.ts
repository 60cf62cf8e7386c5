import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { equalBytes, fromBase64url, toBase64url, utf8 } from './bytes.ts'
import { ConfigError } from './errors.ts'

/** Each kind of signed text has a key of its own, so that none can be taken for another. */
export type Purpose = 'csrf' | 'elevation' | 'limit' | 'not-me'

/** Signs with the newest of the app's `secrets`, and accepts all of them: a rotation breaks nothing that is under way. */
export interface Signer {
  mac(purpose: Purpose, text: string): Uint8Array
  isMac(purpose: Purpose, text: string, mac: Uint8Array): boolean
  /** Keys of 32 bytes for this purpose, one of each secret, the newest first. */
  keysOf(purpose: Purpose): readonly Uint8Array[]
}

/** HMAC-SHA-256. Where the app has no `secrets`, signing is a `ConfigError`, and nothing is ours. */
export function signerOf(secrets: readonly string[] | undefined): Signer {
  const macWith = (secret: string, purpose: Purpose, text: string): Uint8Array =>
    hmac(sha256, utf8(secret), utf8(`sess/${purpose}\n${text}`))
  const newest = (purpose: Purpose): string => {
    if (secrets?.[0] !== undefined) return secrets[0]
    throw new ConfigError(
      'secrets',
      `there are none, but ${NEEDS[purpose]}.`,
      'Pass [process.env.SESS_SECRET].',
    )
  }
  return {
    mac: (purpose, text) => macWith(newest(purpose), purpose, text),
    isMac: (purpose, text, mac) =>
      (secrets ?? []).some((secret) => equalBytes(macWith(secret, purpose, text), mac)),
    keysOf(purpose) {
      newest(purpose)
      return (secrets ?? []).map((secret) => macWith(secret, purpose, 'key'))
    },
  }
}

const NEEDS: Readonly<Record<Purpose, string>> = {
  csrf: 'they sign the CSRF token of a visitor who has no session yet',
  elevation: 'they sign elevations',
  limit: 'they sign the ticket of somebody who has to end a session first',
  'not-me': 'they seal the links by which people say that a sign-in was not theirs',
}

/** A value with its signature, as one text of base64url parts. */
export function seal(signer: Signer, purpose: Purpose, value: unknown): string {
  const text = toBase64url(utf8(JSON.stringify(value)))
  return `${text}.${toBase64url(signer.mac(purpose, text))}`
}

/** The value that was sealed for this very purpose, or `null` for everything else. */
export function unseal(signer: Signer, purpose: Purpose, sealed: unknown): unknown {
  const [, text, mac] = (typeof sealed === 'string' && SEALED.exec(sealed)) || []
  if (text === undefined || mac === undefined) return null
  if (!signer.isMac(purpose, text, fromBase64url(mac))) return null
  return JSON.parse(new TextDecoder().decode(fromBase64url(text)))
}

/** 32 bytes are 43 characters, the last of which has two spare bits: only its canonical spellings count. */
const SEALED = /^([\w-]{1,4096})\.([\w-]{42}[AEIMQUYcgkosw048])$/
