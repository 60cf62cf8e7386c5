import { isLive, type SessionRecord } from '@sess/core'
import type { Tables } from './database.ts'
import { textOf, timeOf } from './encoding.ts'
import { StaleRead } from './errors.ts'
import { recordOf } from './records.ts'
import type { SessionRow } from './rows.ts'
import type { Where } from './table.ts'

/** The rows that are live at `now`: what the index of the table is made for. */
export const liveAt = (now: number): Where<SessionRow> => ({
  endedAt: null,
  absoluteExpiresAt: { gt: timeOf(now) },
  idleExpiresAt: { gt: timeOf(now) },
})

/** Oldest first, as `list` gives them. Ids are ASCII: comparing code units compares bytes. */
const byCreation = (a: SessionRecord, b: SessionRecord): number =>
  a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)

/** The user's live sessions; the database narrows down, and may take lookalikes for the group. */
export async function liveOf(
  { session }: Tables,
  owner: string,
  now: number,
  group?: string,
): Promise<SessionRecord[]> {
  const where = whereLive(owner, now, group)
  return exact(await session.findMany(where), now, group)
}

/** The same, locked until the transaction is over: nobody changes or ends them meanwhile. */
export async function lockLiveOf(
  { session }: Tables,
  owner: string,
  now: number,
  group?: string,
): Promise<SessionRecord[]> {
  const where = whereLive(owner, now, group)
  // A write sees and locks the latest rows, and makes them visible to the read after it, even where that reads an older snapshot.
  const locked = await session.update(where, { locks: { increment: 1n } })
  const rows = locked === 0 ? [] : await session.findMany(where)
  if (rows.length !== locked) throw new StaleRead()
  return exact(rows, now, group)
}

/** A record that has not ended, locked, whoever's it is. */
export async function lockNotEnded({ session }: Tables, id: string): Promise<SessionRecord | null> {
  const locked = await session.update({ id, endedAt: null }, { locks: { increment: 1n } })
  if (locked === 0) return null
  const row = await session.findUnique({ id })
  if (row === null || row.endedAt !== null) throw new StaleRead()
  return recordOf(row)
}

const whereLive = (owner: string, now: number, group: string | undefined): Where<SessionRow> => ({
  owner,
  ...liveAt(now),
  ...(group !== undefined && { group: textOf(group) }),
})

const exact = (rows: readonly SessionRow[], now: number, group: string | undefined): SessionRecord[] =>
  rows
    .map(recordOf)
    .filter((record) => isLive(record, now) && (group === undefined || record.group === group))
    .sort(byCreation)
