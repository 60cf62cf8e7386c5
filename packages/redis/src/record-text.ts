import { type Ending, RecordFormatError, type SessionRecord } from '@sess/core'
import { AT, FORMAT, HEADER, LENGTHS, NO_USER, NONCE_LENGTH, TIME_DIGITS } from './layout.ts'

/** A time as the scripts compare it. */
export function timeText(name: string, time: number): string {
  if (Number.isSafeInteger(time) && time >= 0) return String(time).padStart(TIME_DIGITS, '0')
  throw new TypeError(`${name} is ${time}; a time is a whole number of milliseconds since the epoch.`)
}

/** The record as it is stored. `TypeError` for a value that Redis could not give back as it is. */
export function encodeRecord(record: SessionRecord): string {
  const { revision, userId, group, ended, auth, body } = record
  const ending = ended === null ? '' : endingText(ended, '')
  checkText('body', body)
  return (
    FORMAT +
    (ended === null ? 'L' : 'E') +
    timeText('createdAt', record.createdAt) +
    timeText('seenAt', record.seenAt) +
    timeText('idleExpiresAt', record.idleExpiresAt) +
    timeText('absoluteExpiresAt', record.absoluteExpiresAt) +
    timeText('keepUntil', record.keepUntil) +
    lengthText('revision', revision) +
    (userId === null ? NO_USER : lengthText('user', userId)) +
    lengthText('group', group) +
    lengthText('ending', ending) +
    lengthText('auth', auth) +
    revision +
    (userId ?? '') +
    group +
    ending +
    auth +
    body
  )
}

/** An ending as a tombstone holds it. `nonce` names the call, so that a call which the client sent twice is recognised. */
export function endingText(ending: Ending, nonce: string): string {
  const { reason, at, by, keepUntil } = ending
  const text = nonce.padEnd(NONCE_LENGTH, ' ') + JSON.stringify({ reason, at, keepUntil, by })
  lengthText('ending', text)
  return text
}

/** The length in bytes, in as many digits as the header gives it. */
function lengthText(name: keyof typeof LENGTHS, text: string): string {
  checkText(name, text)
  const digits = LENGTHS[name]
  const length = String(Buffer.byteLength(text))
  if (length.length > digits) throw new TypeError(`${name} has ${length} bytes, which is more than fits.`)
  return length.padStart(digits, '0')
}

function checkText(name: string, text: string): void {
  if (text.isWellFormed()) return
  throw new TypeError(`${name} is not well-formed Unicode, so Redis would give back something else.`)
}

const SHAPE = new RegExp(
  `^${FORMAT}[LE]\\d{${5 * TIME_DIGITS + LENGTHS.revision}}(?:\\d{${LENGTHS.user}}|${NO_USER})` +
    `\\d{${LENGTHS.group + LENGTHS.ending + LENGTHS.auth}}`,
)

/** The record as it was written. `RecordFormatError`, with the id, for what this version cannot read. */
export function decodeRecord(id: string, text: string): SessionRecord {
  if (!SHAPE.test(text)) throw new RecordFormatError(id, 'record')
  const number = (at: number, digits: number) => Number(text.slice(at, at + digits))
  const time = (name: 'createdAt' | 'seenAt' | 'idleExpiresAt' | 'absoluteExpiresAt' | 'keepUntil') =>
    number(AT[name], TIME_DIGITS)
  const guest = text.startsWith(NO_USER, AT.userLength)
  const parts = split(id, text, [
    number(AT.revisionLength, LENGTHS.revision),
    guest ? 0 : number(AT.userLength, LENGTHS.user),
    number(AT.groupLength, LENGTHS.group),
    number(AT.endingLength, LENGTHS.ending),
    number(AT.authLength, LENGTHS.auth),
  ])
  const [revision = '', userId = '', group = '', ending = '', auth = '', body = ''] = parts
  return {
    id,
    revision,
    userId: guest ? null : userId,
    group,
    createdAt: time('createdAt'),
    seenAt: time('seenAt'),
    idleExpiresAt: time('idleExpiresAt'),
    absoluteExpiresAt: time('absoluteExpiresAt'),
    keepUntil: time('keepUntil'),
    ended: text[1] === 'L' ? null : decodeEnding(id, ending),
    auth,
    body,
  }
}

/** The parts after the header, the last one being the rest. */
function split(id: string, text: string, lengths: readonly number[]): string[] {
  const end = lengths.reduce((total, length) => total + length, HEADER)
  // Lengths count bytes. They count characters as well where all is ASCII, which is nearly always.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
  const ascii = /^[\x00-\x7f]*$/.test(text.slice(0, end))
  const bytes = ascii ? null : Buffer.from(text)
  if (end > (bytes ?? text).length) throw new RecordFormatError(id, 'record')
  const slice = (from: number, to?: number) =>
    bytes === null ? text.slice(from, to) : bytes.toString('utf8', from, to)
  let at = HEADER
  const parts = lengths.map((length) => {
    at += length
    return slice(at - length, at)
  })
  return [...parts, slice(at)]
}

function decodeEnding(id: string, text: string): Ending {
  try {
    const ending: Ending = JSON.parse(text.slice(NONCE_LENGTH))
    if (typeof ending.reason !== 'string' || typeof ending.at !== 'number') throw new Error('shape')
    return ending
  } catch (cause) {
    throw new RecordFormatError(id, 'record', cause)
  }
}
