import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * How values become columns, so that they come back byte for byte and compare by bytes whatever the database does: MySQL's
 * usual collations ignore case, accents and trailing blanks, PostgreSQL cannot store NUL, and no database keeps half a
 * surrogate pair.
 */

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const SEXTETS = new Map([...BASE64URL].map((character, sextet) => [character, sextet]))

/** Base64url characters without any bits to spare, as ids and revisions are made of. */
const WHOLE_BYTES = /^(?:[\w-]{4})+$/

/**
 * A value to compare, in lower-case hex: of the bytes where it is base64url (24 characters become 36), of its UTF-16 code
 * units after an `x` otherwise. Two values never share a key.
 */
export function keyOf(value: string): string {
  if (!WHOLE_BYTES.test(value)) return `x${hexOfUnits(value)}`
  let key = ''
  for (let at = 0; at < value.length; at += 2) key += PAIRS.get(value.slice(at, at + 2))
  return key
}

export function fromKey(key: string): string {
  if (key.startsWith('x')) return unitsOfHex(key.slice(1))
  let value = ''
  for (let at = 0; at < key.length; at += 3) value += TRIPLES.get(key.slice(at, at + 3))
  return value
}

/** Two characters of base64url are twelve bits: three of hex. */
const PAIRS = new Map<string, string>()
const TRIPLES = new Map<string, string>()
for (const [first, high] of SEXTETS) {
  for (const [second, low] of SEXTETS) {
    const hex = (high * 64 + low).toString(16).padStart(3, '0')
    PAIRS.set(first + second, hex)
    TRIPLES.set(hex, first + second)
  }
}

const hexOfUnits = (value: string): string =>
  Array.from({ length: value.length }, (_, at) => value.charCodeAt(at).toString(16).padStart(4, '0')).join('')

const unitsOfHex = (hex: string): string =>
  hex.replace(/.{4}/g, (unit) => String.fromCharCode(Number.parseInt(unit, 16)))

const ESCAPE = '~'
const NEEDS_ESCAPE = /[\0~]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** A text as it is; where a database could not keep it, or it begins as an escaped one does, escaped after a `~`. */
export function textOf(value: string): string {
  if (!value.startsWith(ESCAPE) && !value.includes('\0') && value.isWellFormed()) return value
  return ESCAPE + value.replace(NEEDS_ESCAPE, (unit) => ESCAPE + hexOfUnits(unit))
}

export function fromText(stored: string): string {
  if (!stored.startsWith(ESCAPE)) return stored
  return stored.slice(1).replace(/~(.{4})/g, (_, unit: string) => unitsOfHex(unit))
}

/** What rows are found by that may be of any length: SHA-256 over parts that cannot run into each other. */
export const hashOf = (...parts: readonly string[]): string =>
  bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts))))

export const timeOf = (milliseconds: number): bigint => BigInt(milliseconds)
