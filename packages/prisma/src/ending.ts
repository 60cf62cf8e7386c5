import { type EndAllOptions, type Ending, type EndOptions, type Owner, type Ref, refOf } from '@sess/core'
import type { Database } from './database.ts'
import { keyOf, textOf, timeOf } from './encoding.ts'
import { lockLiveOf } from './live.ts'
import { lockOwner } from './owner.ts'
import { endedOf, ownerOf, refOf as refOfRow } from './records.ts'

/** One UPDATE decides; only its winner reads whom it ended, which never changes. */
export async function endSession(
  { session }: Database,
  id: string,
  ending: Ending,
  { ifRevision }: EndOptions,
): Promise<Ref | null> {
  const key = keyOf(id)
  const where = { id: key, endedAt: null, ...(ifRevision !== undefined && { revision: keyOf(ifRevision) }) }
  if ((await session.update(where, endedOf(ending))) === 0) return null
  const row = await session.findUnique({ id: key })
  return row && refOfRow(row)
}

export function endAllSessions(
  database: Database,
  { userId }: Owner,
  ending: Ending,
  now: number,
  { except, notBefore, mark }: EndAllOptions,
): Promise<readonly Ref[]> {
  const owner = ownerOf(userId)
  return database.transaction(owner, async (tables) => {
    const notes = await lockOwner(tables, owner, ending.keepUntil)
    if (notBefore !== undefined || mark !== undefined) {
      const kept = notBefore === undefined ? notes.keepUntil : Math.max(notes.keepUntil, ending.keepUntil)
      const marked = mark ?? notes.mark
      const latest = Math.max(notes.notBefore, notBefore ?? Number.NEGATIVE_INFINITY)
      await tables.owner.update(
        { owner },
        {
          notBefore: latest === Number.NEGATIVE_INFINITY ? null : timeOf(latest),
          mark: marked === null ? null : textOf(marked),
          keepUntil: timeOf(kept),
          sweepAt: marked === null ? timeOf(Math.max(kept, ending.keepUntil)) : null,
        },
      )
    }
    const live = await lockLiveOf(tables, owner, now)
    const leaving = live.filter(({ id }) => id !== except)
    const ids = leaving.map(({ id }) => keyOf(id))
    for (let at = 0; at < ids.length; at += AT_ONCE)
      await tables.session.update({ id: { in: ids.slice(at, at + AT_ONCE) } }, endedOf(ending))
    return leaving.map(refOf)
  })
}

/** How many ids one statement names. Databases limit their number. */
const AT_ONCE = 500
