import { readBase64url } from '../bytes.ts'
import type { Refused } from './refusals.ts'
import { ALGORITHMS, type Algorithm } from './signing-key.ts'

/** What a token says of how it was signed, before anything of it is believed. */
export interface Header {
  readonly alg: Algorithm
  readonly kid: string
}

const MAX_TOKEN = 8192
const MAX_DEPTH = 8
const MAX_KID = 256
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const KEYS_INSIDE = ['jwk', 'jku', 'x5u', 'x5c']

/** Reads the header of a token, or says why the token is refused before its signature is looked at. */
export type HeaderReader = (text: string) => Header | Refused

/**
 * Everything about a token that can be refused before its signature is looked at, so that jose gets to see only what no two readers
 * could read differently (RFC 8725 §3): one spelling, one member per name, and no header that changes what the others mean. The last
 * good header is remembered: all tokens of one key have the same.
 */
export function headerReader(): HeaderReader {
  let known: { readonly part: string; readonly header: Header } | null = null
  return (text) => {
    if (text.length > MAX_TOKEN) return 'too-large'
    const first = text.indexOf('.')
    const second = text.indexOf('.', first + 1)
    if (first < 1 || second === first + 1 || second === -1 || !isSignature(text.slice(second + 1)))
      return 'malformed'
    const part = text.slice(0, first)
    const header = known?.part === part ? known.header : readHeader(part)
    if (typeof header === 'string') return header
    if (known?.header !== header) known = { part, header }
    const payload = readObject(text.slice(first + 1, second))
    return typeof payload === 'string' ? payload : header
  }
}

const isSignature = (part: string): boolean => /^[\w-]+$/.test(part) && isCanonical(part)

function readHeader(part: string): Header | Refused {
  const header = readObject(part)
  if (typeof header === 'string') return header
  const { alg, typ, kid } = header
  if (!ALGORITHMS.some((one) => one === alg)) return 'algorithm'
  if (typeof typ !== 'string' || !/^(?:application\/)?at\+jwt$/i.test(typ)) return 'type'
  if ('crit' in header || 'b64' in header) return 'critical-header'
  if (KEYS_INSIDE.some((member) => member in header)) return 'key-in-header'
  if (typeof kid !== 'string' || kid.length === 0 || kid.length > MAX_KID) return 'unknown-key'
  return { alg: alg as Algorithm, kid }
}

/** The bits that a last character has over are zero: else several texts would be one token. */
function isCanonical(part: string): boolean {
  const over = part.length % 4
  if (over === 0) return true
  const last = ALPHABET.indexOf(part[part.length - 1] as string)
  return over !== 1 && (last & (over === 2 ? 15 : 3)) === 0
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readObject(part: string): Readonly<Record<string, unknown>> | Refused {
  try {
    const bytes = new Uint8Array((part.length * 3) >>> 2)
    if (!isCanonical(part) || !readBase64url(part, 0, part.length, bytes, 0)) return 'malformed'
    const json = decoder.decode(bytes)
    const written = membersWritten(json)
    if (written === null) return 'too-deep'
    const value: unknown = JSON.parse(json)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'malformed'
    return membersRead(value) === written ? (value as Record<string, unknown>) : 'duplicate-member'
  } catch {
    return 'malformed'
  }
}

const QUOTE = 34
const BACKSLASH = 92
const COLON = 58

/** How many members all objects of a JSON text have as it is written: its colons outside strings. `null` if it is too deep. */
function membersWritten(json: string): number | null {
  let members = 0
  let depth = 0
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i)
    if (code === QUOTE) i = endOfString(json, i)
    else if (code === COLON) members++
    // `[` and `{`, `]` and `}`.
    else if (code === 91 || code === 123) {
      if (++depth > MAX_DEPTH) return null
    } else if (code === 93 || code === 125) depth--
  }
  return members
}

/** Where a string that begins at `from` ends: at a quote with an even number of backslashes before it. */
function endOfString(json: string, from: number): number {
  for (let end = json.indexOf('"', from + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let before = end - 1
    while (json.charCodeAt(before) === BACKSLASH) before--
    if ((end - before) % 2 === 1) return end
  }
  return json.length
}

/** How many are left once it is read: of two with one name, the last. */
function membersRead(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  if (Array.isArray(value)) return value.reduce<number>((sum, part) => sum + membersRead(part), 0)
  let members = 0
  for (const name of Object.keys(value)) members += 1 + membersRead((value as Record<string, unknown>)[name])
  return members
}
