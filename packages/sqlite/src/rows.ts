import type { Ending, Ref, SessionRecord } from '@sess/core'

/** A session as it lies in its table. */
interface SessionRow {
  readonly id: string
  readonly revision: Uint8Array
  readonly user_id: Uint8Array | null
  readonly session_group: Uint8Array
  readonly created_at: number
  readonly seen_at: number
  readonly idle_expires_at: number
  readonly absolute_expires_at: number
  readonly keep_until: number
  readonly ended: string | null
  readonly auth: Uint8Array
  readonly body: Uint8Array
}

/** The row that a statement gave, as a record. */
export function recordOf(given: object): SessionRecord {
  const row = given as SessionRow
  return {
    id: row.id,
    revision: textOf(row.revision),
    userId: row.user_id && textOf(row.user_id),
    group: textOf(row.session_group),
    createdAt: row.created_at,
    seenAt: row.seen_at,
    idleExpiresAt: row.idle_expires_at,
    absoluteExpiresAt: row.absolute_expires_at,
    keepUntil: row.keep_until,
    ended: row.ended === null ? null : JSON.parse(row.ended),
    auth: textOf(row.auth),
    body: textOf(row.body),
  }
}

/** The row that an ending statement gave. */
export function refOfRow(given: object): Ref {
  const { id, user_id, session_group } = given as Pick<SessionRow, 'id' | 'user_id' | 'session_group'>
  return { id, userId: user_id && textOf(user_id), group: textOf(session_group) }
}

/** What changes when a record is replaced, as the statements' parameters. */
export const changingOf = (record: SessionRecord) => ({
  id: record.id,
  revision: bytesOf(record.revision),
  seenAt: record.seenAt,
  idleExpiresAt: record.idleExpiresAt,
  absoluteExpiresAt: record.absoluteExpiresAt,
  keepUntil: record.keepUntil,
  auth: bytesOf(record.auth),
  body: bytesOf(record.body),
})

/** All of a record, as the statements' parameters. */
export const parametersOf = (record: SessionRecord) => ({
  ...changingOf(record),
  userId: record.userId === null ? null : bytesOf(record.userId),
  group: bytesOf(record.group),
  createdAt: record.createdAt,
  ended: record.ended && JSON.stringify(record.ended),
})

/** What a tombstone has beyond its record, as the statements' parameters. JSON escapes what TEXT cannot hold, NUL for example. */
export const endingOf = (ending: Ending) => ({ ended: JSON.stringify(ending), keepUntil: ending.keepUntil })

/** A lone surrogate has no bytes: it would come back as another character. A Buffer, for Node 22.5 binds other empty arrays as NULL. */
export function bytesOf(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new TypeError('The text has a lone surrogate, which no UTF-8 can hold.')
  return Buffer.from(text)
}

/** A byte order mark at the beginning belongs to the text: a TextDecoder would drop it. */
export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
