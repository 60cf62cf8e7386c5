import { isLive, type ReplaceOptions, type ReplaceOutcome, type SessionRecord } from '@sess/core'
import type { Database, Tables } from './database.ts'
import { keyOf, timeOf } from './encoding.ts'
import { StaleRead } from './errors.ts'
import { liveAt } from './live.ts'
import { lockOwner } from './owner.ts'
import { ownerOf, recordOf, writtenOf } from './records.ts'

/** One guarded UPDATE; only if it changed nothing a read, to tell why. */
export function replaceSession(
  database: Database,
  next: SessionRecord,
  expected: string,
  now: number,
  { clearMark }: ReplaceOptions,
): Promise<ReplaceOutcome> {
  const { userId } = next
  if (clearMark === undefined || userId === null) return replaceIn(database, next, expected, now)
  const owner = ownerOf(userId)
  return database.transaction(owner, async (tables) => {
    // In the order of every login: first the user's row, then the session's.
    const notes = await lockOwner(tables, owner, next.keepUntil)
    const answer = await replaceIn(tables, next, expected, now)
    if (answer.outcome === 'replaced' && notes.mark === clearMark)
      await tables.owner.update(
        { owner },
        { mark: null, sweepAt: timeOf(Math.max(notes.keepUntil, next.keepUntil)) },
      )
    return answer
  })
}

async function replaceIn(
  { session }: Tables,
  next: SessionRecord,
  expected: string,
  now: number,
): Promise<ReplaceOutcome> {
  const id = keyOf(next.id)
  const guard = { id, revision: keyOf(expected), ...liveAt(now) }
  // Repeated after a lost answer it conflicts with its own revision, which tells the caller that it had landed.
  if ((await session.update(guard, writtenOf(next), true)) > 0) return { outcome: 'replaced' }
  const row = await session.findUnique({ id })
  if (row === null) return { outcome: 'missing' }
  const current = recordOf(row)
  // In a transaction that reads an old snapshot: what the UPDATE did not find is not what the read shows.
  if (current.revision === expected && isLive(current, now)) throw new StaleRead()
  return { outcome: 'conflict', current }
}
