import type { Ending, EndReason, Ref, SessionRecord } from '@sess/core'
import { fromKey, fromText, hashOf, keyOf, textOf, timeOf } from './encoding.ts'
import type { SessionRow } from './rows.ts'

/** Records as rows, and back. */

export const ownerOf = (userId: string): string => hashOf(userId)

/** The columns that a write may change. */
export type Written = Pick<
  SessionRow,
  'revision' | 'createdAt' | 'seenAt' | 'idleExpiresAt' | 'absoluteExpiresAt' | 'keepUntil' | 'auth' | 'body'
>

export function writtenOf(record: SessionRecord): Written {
  return {
    revision: keyOf(record.revision),
    createdAt: timeOf(record.createdAt),
    seenAt: timeOf(record.seenAt),
    idleExpiresAt: timeOf(record.idleExpiresAt),
    absoluteExpiresAt: timeOf(record.absoluteExpiresAt),
    keepUntil: timeOf(record.keepUntil),
    auth: textOf(record.auth),
    body: textOf(record.body),
  }
}

export function rowOf(record: SessionRecord): SessionRow {
  const { id, userId, group, ended } = record
  return {
    id: keyOf(id),
    owner: userId === null ? null : ownerOf(userId),
    userId: userId === null ? null : textOf(userId),
    group: textOf(group),
    ...(ended === null ? NOT_ENDED : endedOf(ended)),
    ...writtenOf(record),
  }
}

/** The columns of an ending. The body goes with it. */
export type Ended = Pick<SessionRow, 'endedAt' | 'endedReason' | 'endedBy' | 'endedKeepUntil' | 'body'>

const NOT_ENDED = { endedAt: null, endedReason: null, endedBy: null, endedKeepUntil: null }

export function endedOf({ reason, at, by, keepUntil }: Ending): Ended {
  return {
    endedAt: timeOf(at),
    endedReason: reason,
    endedBy: by === undefined ? null : textOf(by),
    endedKeepUntil: timeOf(keepUntil),
    body: '',
  }
}

/** The tombstone's two moments until which it is kept stay apart in the row, so that ending is one plain UPDATE. */
export function recordOf(row: SessionRow): SessionRecord {
  const ended = endingOf(row)
  const keepUntil = Number(row.keepUntil)
  return {
    id: fromKey(row.id),
    revision: fromKey(row.revision),
    userId: row.userId === null ? null : fromText(row.userId),
    group: fromText(row.group),
    createdAt: Number(row.createdAt),
    seenAt: Number(row.seenAt),
    idleExpiresAt: Number(row.idleExpiresAt),
    absoluteExpiresAt: Number(row.absoluteExpiresAt),
    keepUntil: ended === null ? keepUntil : Math.max(keepUntil, ended.keepUntil),
    ended,
    auth: fromText(row.auth),
    body: fromText(row.body),
  }
}

export function refOf({ id, userId, group }: Pick<SessionRow, 'id' | 'userId' | 'group'>): Ref {
  return { id: fromKey(id), userId: userId === null ? null : fromText(userId), group: fromText(group) }
}

function endingOf({ endedAt, endedReason, endedBy, endedKeepUntil }: SessionRow): Ending | null {
  if (endedAt === null) return null
  return {
    reason: endedReason as EndReason,
    at: Number(endedAt),
    ...(endedBy !== null && { by: fromText(endedBy) }),
    keepUntil: Number(endedKeepUntil),
  }
}
