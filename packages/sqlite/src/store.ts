import type { DatabaseSync } from 'node:sqlite'
import {
  type CreateOptions,
  type DeviceLedger,
  type Ending,
  partitionOf,
  type Ref,
  type ReplayGuard,
  refOf,
  type SessionRecord,
  type SessionStore,
} from '@sess/core'
import { admit, liveOf } from './admit.ts'
import { checkDatabase } from './check-database.ts'
import type { Partition, UserState } from './partition.ts'
import { deviceLedger, replayGuard } from './ports.ts'
import { bytesOf, changingOf, endingOf, parametersOf, recordOf, refOfRow, textOf } from './rows.ts'
import { first, prepared } from './statements.ts'
import { sweeper } from './sweep.ts'
import { atomically, reading, told } from './transaction.ts'

const STATEMENTS = [
  'readSession',
  'liveSessions',
  'insertSession',
  'replaceSession',
  'endSession',
  'endSessions',
  'readUser',
  'noteUser',
  'clearMark',
] as const

export interface SqliteStore extends SessionStore, DeviceLedger, ReplayGuard {
  /**
   * Removes at most `limit` records whose `keepUntil` has passed, and as many each of the users, devices and tickets of which
   * nothing has to be kept, in transactions of a thousand rows: between these others write, and this process answers.
   */
  sweep(now: number, limit: number): Promise<{ readonly removed: number; readonly more: boolean }>
}

/**
 * Sessions in SQLite through `node:sqlite`, for any number of processes of one machine. `db` stays yours: it is never closed here.
 * Give it a connection of its own, a `timeout`, and WAL; create the tables before (`createTables`).
 *
 * Every change is one transaction that begins with the write lock; a read is one statement. Calls are synchronous inside, so a call
 * that waits for another process's write holds up this one, for `timeout` at most. Nothing expires by itself: call
 * `sessions.sweep()` now and then.
 *
 * Throws where the tables are missing, and a `TypeError` where the connection's settings would break the promises in a crash.
 */
export function sqliteStore(db: DatabaseSync): SqliteStore {
  const { sql, sweep, ...ports } = told(() => {
    checkDatabase(db)
    return { sql: prepared(db, ...STATEMENTS), sweep: sweeper(db), ...deviceLedger(db), ...replayGuard(db) }
  })

  const sessionWith = (id: string): SessionRecord | null => {
    const row = first(sql.readSession, { id })
    return row === undefined ? null : recordOf(row)
  }

  const liveSessions = (partition: string, userId: string, now: number): SessionRecord[] =>
    sql.liveSessions.all({ partition, userId: bytesOf(userId), now }).map(recordOf)

  const notedOf = (partition: string, userId: string): UserState[] => {
    const row = first(sql.readUser, { partition, userId: bytesOf(userId) })
    if (row === undefined) return []
    const { not_before, mark } = row as { not_before: number | null; mark: Uint8Array | null }
    return [{ userId, notBefore: not_before, mark: mark && textOf(mark) }]
  }

  /** What `admit` looks at, and nothing more: without a limit, a user may have thousands of sessions. */
  const around = (
    { id, userId }: SessionRecord,
    now: number,
    { limit, evict = [] }: CreateOptions,
  ): Partition => {
    const partition = partitionOf(id)
    const taken = sessionWith(id)
    const counts = limit !== undefined || evict.length > 0
    const live = userId !== null && taken === null && counts ? liveSessions(partition, userId, now) : []
    return {
      sessions: taken === null ? live : [taken],
      users: userId === null ? [] : notedOf(partition, userId),
    }
  }

  const end = (id: string, ending: Ending, ifRevision?: string): Ref | null => {
    const guard = ifRevision === undefined ? null : bytesOf(ifRevision)
    const row = first(sql.endSession, { id, ...endingOf(ending), ifRevision: guard })
    return row === undefined ? null : refOfRow(row)
  }

  /** Ends a session, and gives it as it stood before; `null` if there was none to end. */
  const supersede = (id: string, ending: Ending): SessionRecord | null => {
    const before = sessionWith(id)
    return end(id, ending) && before
  }

  return {
    create: async (record, now, options = {}) =>
      atomically(db, () => {
        const partition = around(record, now, options)
        const answer = admit(partition, record, now, options)
        if (answer.outcome !== 'admitted') return answer
        for (const session of answer.leaving) end(session.id, given(options.evictedAs))
        if (!answer.repeated) sql.insertSession.run(parametersOf(record))
        const { supersedes } = options
        const superseded =
          supersedes === undefined ? null : supersede(supersedes, given(options.supersededAs))
        const mark = partition.users[0]?.mark ?? null
        return { outcome: 'created', evicted: answer.leaving.map(refOf), superseded, mark }
      }),

    read: async (id) => reading(db, () => sessionWith(id)),

    replace: async (next, expected, now, { clearMark } = {}) =>
      atomically(db, () => {
        const guards = { expected: bytesOf(expected), now }
        const { changes } = sql.replaceSession.run({ ...changingOf(next), ...guards })
        if (Number(changes) === 0) {
          const current = sessionWith(next.id)
          return current === null ? { outcome: 'missing' } : { outcome: 'conflict', current }
        }
        if (clearMark !== undefined && next.userId !== null)
          sql.clearMark.run({
            partition: partitionOf(next.id),
            userId: bytesOf(next.userId),
            mark: bytesOf(clearMark),
          })
        return { outcome: 'replaced' }
      }),

    end: async (id, ending, _now, { ifRevision } = {}) => atomically(db, () => end(id, ending, ifRevision)),

    list: async ({ userId, partition }, now) =>
      reading(db, () => liveOf({ sessions: liveSessions(partition, userId, now), users: [] }, userId, now)),

    endAll: async ({ userId, partition }, ending, now, { except, notBefore, mark } = {}) =>
      atomically(db, () => {
        const owner = { partition, userId: bytesOf(userId) }
        const ended = sql.endSessions.all({ ...owner, now, ...endingOf(ending), except: except ?? null })
        if (notBefore !== undefined || mark !== undefined)
          sql.noteUser.run({
            ...owner,
            notBefore: notBefore ?? null,
            keepUntil: ending.keepUntil,
            mark: mark === undefined ? null : bytesOf(mark),
          })
        return ended.map(refOfRow)
      }),

    sweep,
    ...ports,
  }
}

function given(ending: Ending | undefined): Ending {
  if (ending === undefined) throw new TypeError('create() that ends sessions must be told as what.')
  return ending
}
