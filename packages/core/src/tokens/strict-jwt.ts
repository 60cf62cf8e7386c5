import { fromBase64url } from '../bytes.ts'
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
const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]+$/
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const KEYS_INSIDE = ['jwk', 'jku', 'x5u', 'x5c']

/**
 * Everything about a token that can be refused before its signature is looked at, so that jose gets to see only what no two readers
 * could read differently (RFC 8725 §3): one spelling, one member per name, and no header that changes what the others mean.
 */
export function readHeader(text: string): Header | Refused {
  if (text.length > MAX_TOKEN) return 'too-large'
  if (!SHAPE.test(text)) return 'malformed'
  const [head = '', body = '', signature = ''] = text.split('.')
  if (!isCanonical(head) || !isCanonical(body) || !isCanonical(signature)) return 'malformed'
  const header = readObject(head)
  if (typeof header === 'string') return header
  const payload = readObject(body)
  if (typeof payload === 'string') return payload
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
    const json = decoder.decode(fromBase64url(part))
    const written = membersWritten(json)
    if (written === null) return 'too-deep'
    const value: unknown = JSON.parse(json)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'malformed'
    return membersRead(value) === written ? (value as Record<string, unknown>) : 'duplicate-member'
  } catch {
    return 'malformed'
  }
}

const [QUOTE, BACKSLASH, COLON] = [34, 92, 58]
const OPENING = [91, 123]
const CLOSING = [93, 125]

/** How many members all objects of a JSON text have as it is written: its colons outside strings. `null` if it is too deep. */
function membersWritten(json: string): number | null {
  let members = 0
  let depth = 0
  let inString = false
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i)
    if (inString) {
      if (code === BACKSLASH) i++
      else if (code === QUOTE) inString = false
    } else if (code === QUOTE) inString = true
    else if (code === COLON) members++
    else if (OPENING.includes(code)) {
      if (++depth > MAX_DEPTH) return null
    } else if (CLOSING.includes(code)) depth--
  }
  return members
}

/** How many are left once it is read: of two with one name, the last. */
function membersRead(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const parts = Object.values(value)
  const own = Array.isArray(value) ? 0 : parts.length
  return parts.reduce<number>((sum, part) => sum + membersRead(part), own)
}
