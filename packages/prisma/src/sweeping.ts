import type { Database } from './database.ts'
import { timeOf } from './encoding.ts'
import type { Table } from './table.ts'

/** How many rows one statement deletes. Databases limit the values of a statement, and all of them stay locked until it ends. */
const AT_ONCE = 500

/**
 * Up to `limit` rows of each table that nobody needs any more, found by index. Their state is asked for once more as they are
 * deleted, so what was kept longer meanwhile stays. `removed` are the sessions; `more` looks at all tables.
 */
export async function sweepTables(
  { session, owner, device, used }: Database,
  now: number,
  limit: number,
): Promise<{ removed: number; more: boolean }> {
  const over = { lte: timeOf(now) }
  const ended = { OR: [{ endedKeepUntil: null }, { endedKeepUntil: over }] }
  const sessions = await sweep(session, 'id', 'keepUntil', { keepUntil: over, ...ended }, limit)
  const rest = [
    await sweep(owner, 'owner', 'sweepAt', { sweepAt: over }, limit),
    await sweep(device, 'id', 'expiresAt', { expiresAt: over }, limit),
    await sweep(used, 'id', 'expiresAt', { expiresAt: over }, limit),
  ]
  return { removed: sessions.removed, more: sessions.more || rest.some(({ more }) => more) }
}

async function sweep<Row extends object>(
  table: Pick<Table<Row>, 'findKeys' | 'delete'>,
  key: keyof Row & string,
  oldest: keyof Row & string,
  where: Parameters<Table<Row>['delete']>[0],
  limit: number,
): Promise<{ removed: number; more: boolean }> {
  let removed = 0
  for (let left = limit; ; ) {
    const take = Math.min(left, AT_ONCE)
    // One more than is deleted tells whether any are left.
    const keys = await table.findKeys(where, oldest, take + 1)
    const due = keys.slice(0, take)
    if (due.length > 0) removed += await table.delete({ ...where, [key]: { in: due } })
    left -= due.length
    const more = keys.length > take
    if (!more || left === 0) return { removed, more }
  }
}
