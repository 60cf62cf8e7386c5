import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { first, prepared } from './statements.ts'
import { atomically } from './transaction.ts'

/** The rows of one table that one transaction removes at most: some milliseconds for which other writers wait. */
const BATCH = 1000

/** The store's `sweep`. Tickets go by this machine's clock, as `consumeOnce` does, however far ahead `now` is. */
export function sweeper(db: DatabaseSync) {
  const sql = prepared(
    db,
    'sweepSessions',
    'sweepUsers',
    'sweepDevices',
    'sweepTickets',
    'sessionsLeft',
    'usersLeft',
    'devicesLeft',
    'ticketsLeft',
  )
  const tables = [
    { remove: sql.sweepUsers, left: sql.usersLeft },
    { remove: sql.sweepDevices, left: sql.devicesLeft },
  ]
  const tickets = { remove: sql.sweepTickets, left: sql.ticketsLeft }

  /** Batch after batch of one table: others write between them, and this process answers. */
  const emptied = async ({ remove, left }: (typeof tables)[number], now: number, most: number) => {
    let removed = 0
    for (;;) {
      const limit = Math.min(BATCH, most - removed)
      const step = atomically(db, () => {
        removed += Number(remove.run({ now, limit }).changes)
        return { more: first(left, { now }) !== undefined }
      })
      if (!step.more || removed >= most) return { removed, more: step.more }
      await setImmediate()
    }
  }

  return async (now: number, most: number): Promise<{ removed: number; more: boolean }> => {
    const sessions = await emptied({ remove: sql.sweepSessions, left: sql.sessionsLeft }, now, most)
    let { more } = sessions
    for (const table of tables) more = (await emptied(table, now, most)).more || more
    more = (await emptied(tickets, Math.min(now, Date.now()), most)).more || more
    return { removed: sessions.removed, more }
  }
}
