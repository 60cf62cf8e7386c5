import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * How values become columns, so that they come back byte for byte and compare by bytes whatever the database does: MySQL's
 * usual collations ignore case, accents and trailing blanks, PostgreSQL cannot store NUL, and no database keeps half a
 * surrogate pair.
 */

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const HEX = '0123456789abcdef'

/** Base64url characters without any bits to spare, as ids and revisions are made of. */
const WHOLE_BYTES = /^(?:[\w-]{4})+$/

/** Two characters of base64url are twelve bits, and so are three of hex. Every read goes through here, so both ways are tables. */
const PAIRS = Array.from({ length: 4096 }, (_, bits) => `${BASE64URL[bits >> 6]}${BASE64URL[bits & 63]}`)
const TRIPLES = Array.from({ length: 4096 }, (_, bits) => bits.toString(16).padStart(3, '0'))
const SEXTETS = valuesOf(BASE64URL)
const DIGITS = valuesOf(HEX)

/** What each character stands for, by its code. */
function valuesOf(alphabet: string): Uint8Array {
  const values = new Uint8Array(128)
  for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value
  return values
}

/** The sextet, or the digit, that stands at a place of a text that was checked before. */
const at = (values: Uint8Array, text: string, place: number): number => values[text.charCodeAt(place)] ?? 0

/**
 * A value to compare, in lower-case hex: of the bytes where it is base64url (24 characters become 36), of its UTF-16 code
 * units after an `x` otherwise. Two values never share a key.
 */
export function keyOf(value: string): string {
  if (!WHOLE_BYTES.test(value)) return `x${hexOfUnits(value)}`
  let key = ''
  for (let i = 0; i < value.length; i += 2)
    key += TRIPLES[(at(SEXTETS, value, i) << 6) | at(SEXTETS, value, i + 1)]
  return key
}

export function fromKey(key: string): string {
  if (key.startsWith('x')) return unitsOfHex(key.slice(1))
  let value = ''
  for (let i = 0; i < key.length; i += 3)
    value += PAIRS[(at(DIGITS, key, i) << 8) | (at(DIGITS, key, i + 1) << 4) | at(DIGITS, key, i + 2)]
  return value
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
