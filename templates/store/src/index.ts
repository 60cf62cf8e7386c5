import {
  type Ending,
  isLive,
  partitionOf,
  refOf,
  type SessionRecord,
  type SessionStore,
  tombstone,
} from '@sess/core'
import type { RootDatabase } from 'lmdb'
import { admit, liveOf } from './admit.ts'
import { note, type Partition, put, reclaim, sessionOf, stateOf } from './partition.ts'

export interface LmdbStoreOptions {
  /** The database in the environment that holds the sessions. Default `sess`. */
  readonly name?: string
}

/**
 * Sessions in LMDB, for any number of processes of one machine. The environment stays yours: it is never closed here. A call
 * answers when what it wrote is on disk. Nothing expires by itself: call `sessions.sweep()` now and then.
 */
export function lmdbStore(root: RootDatabase, { name = 'sess' }: LmdbStoreOptions = {}): SweptStore {
  const db = root.openDB<Partition, string>({ name, encoding: 'json' })

  const load = (key: string): Partition => db.get(key) ?? { sessions: [], users: [] }
  const save = (key: string, partition: Partition): void => {
    if (partition.sessions.length + partition.users.length > 0) db.putSync(key, partition)
    else db.removeSync(key)
  }

  /** Sees what every process wrote up to now: a snapshot of before would be a replica that lags. */
  const latest = (key: string): Partition => {
    db.resetReadTxn()
    return load(key)
  }

  /** One atomic step: one writer at a time among all processes, and a step that throws has changed nothing. */
  const atomically = async <T>(step: () => T): Promise<T> => {
    const answer = db.transactionSync(step)
    await db.flushed
    return answer
  }

  /** Ends a session, and gives it as it stood before; `null` if there was none to end. */
  const finish = (id: string, ending: Ending, ifRevision?: string): SessionRecord | null => {
    const partition = load(partitionOf(id))
    const record = sessionOf(partition, id)
    if (record === undefined || record.ended !== null) return null
    if (ifRevision !== undefined && record.revision !== ifRevision) return null
    put(partition, tombstone(record, ending))
    save(partitionOf(id), partition)
    return record
  }

  return {
    create: (record, now, options = {}) =>
      atomically(() => {
        const key = partitionOf(record.id)
        const partition = load(key)
        const answer = admit(partition, record, now, options)
        if (answer.outcome !== 'admitted') return answer
        for (const session of answer.leaving) put(partition, tombstone(session, given(options.evictedAs)))
        if (!answer.repeated) put(partition, record)
        save(key, partition)
        const { supersedes } = options
        const superseded = supersedes === undefined ? null : finish(supersedes, given(options.supersededAs))
        const mark = stateOf(partition, record.userId)?.mark ?? null
        return { outcome: 'created', evicted: answer.leaving.map(refOf), superseded, mark }
      }),

    read: async (id) => sessionOf(latest(partitionOf(id)), id) ?? null,

    replace: (next, expected, now, { clearMark } = {}) =>
      atomically(() => {
        const key = partitionOf(next.id)
        const partition = load(key)
        const current = sessionOf(partition, next.id)
        if (current === undefined) return { outcome: 'missing' }
        if (current.revision !== expected || !isLive(current, now)) return { outcome: 'conflict', current }
        put(partition, next)
        const state = stateOf(partition, next.userId)
        if (state !== undefined && state.mark === clearMark) state.mark = null
        save(key, partition)
        return { outcome: 'replaced' }
      }),

    end: (id, ending, _now, { ifRevision } = {}) =>
      atomically(() => {
        const record = finish(id, ending, ifRevision)
        return record && refOf(record)
      }),

    list: async ({ userId, partition }, now) => liveOf(latest(partition), userId, now),

    endAll: ({ userId, partition: key }, ending, now, { except, ...notes } = {}) =>
      atomically(() => {
        const partition = load(key)
        const leaving = liveOf(partition, userId, now).filter(({ id }) => id !== except)
        for (const session of leaving) put(partition, tombstone(session, ending))
        note(partition, userId, ending, notes)
        save(key, partition)
        return leaving.map(refOf)
      }),

    async sweep(now, limit) {
      let [removed, left] = [0, 0]
      db.resetReadTxn()
      // A step for each partition, so that nobody waits for the whole sweep.
      for (const key of [...db.getKeys()]) {
        const swept = await atomically(() => {
          const partition = load(key)
          const counts = reclaim(partition, now, limit - removed)
          save(key, partition)
          return counts
        })
        removed += swept.removed
        left += swept.left
        if (left > 0) break
      }
      return { removed, more: left > 0 }
    },
  }
}

type SweptStore = SessionStore & Required<Pick<SessionStore, 'sweep'>>

function given(ending: Ending | undefined): Ending {
  if (ending === undefined) throw new TypeError('create() that ends sessions must be told as what.')
  return ending
}
