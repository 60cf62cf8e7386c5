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

/** The record as it was written. `RecordFormatError`, with the id, for what this version cannot read. */
export function decodeRecord(id: string, text: string): SessionRecord {
  const createdAt = digits(text, AT.createdAt, TIME_DIGITS)
  const seenAt = digits(text, AT.seenAt, TIME_DIGITS)
  const idleExpiresAt = digits(text, AT.idleExpiresAt, TIME_DIGITS)
  const absoluteExpiresAt = digits(text, AT.absoluteExpiresAt, TIME_DIGITS)
  const keepUntil = digits(text, AT.keepUntil, TIME_DIGITS)
  const guest = text.startsWith(NO_USER, AT.userLength)
  // Where each part ends. One digit that is none makes all that follow NaN.
  const revisionEnd = HEADER + digits(text, AT.revisionLength, LENGTHS.revision)
  const userEnd = revisionEnd + (guest ? 0 : digits(text, AT.userLength, LENGTHS.user))
  const groupEnd = userEnd + digits(text, AT.groupLength, LENGTHS.group)
  const endingEnd = groupEnd + digits(text, AT.endingLength, LENGTHS.ending)
  const authEnd = endingEnd + digits(text, AT.authLength, LENGTHS.auth)
  const times = createdAt + seenAt + idleExpiresAt + absoluteExpiresAt + keepUntil
  const state = text[1]
  if (text[0] !== FORMAT || (state !== 'L' && state !== 'E') || Number.isNaN(times + authEnd))
    throw new RecordFormatError(id, 'record')

  // Lengths count bytes. They count characters as well where all is ASCII, which is nearly always.
  const bytes = Buffer.byteLength(text) === text.length ? null : Buffer.from(text)
  if (authEnd > (bytes ?? text).length) throw new RecordFormatError(id, 'record')
  const part = (from: number, to?: number) =>
    bytes === null ? text.slice(from, to) : bytes.toString('utf8', from, to)
  return {
    id,
    revision: part(HEADER, revisionEnd),
    userId: guest ? null : part(revisionEnd, userEnd),
    group: part(userEnd, groupEnd),
    createdAt,
    seenAt,
    idleExpiresAt,
    absoluteExpiresAt,
    keepUntil,
    ended: state === 'L' ? null : decodeEnding(id, part(groupEnd, endingEnd)),
    auth: part(endingEnd, authEnd),
    body: part(authEnd),
  }
}

/** The number at that place; NaN where there are not so many digits. By hand, for this is on the way of every request. */
function digits(text: string, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
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
