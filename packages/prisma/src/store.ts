import type { DeviceLedger, ReplayGuard, SessionStore } from '@sess/core'
import type { PrismaClientLike, PrismaModels, PrismaTransactions } from './client.ts'
import { createSession } from './creating.ts'
import { answered, type Database, databaseOf, joinedDatabase } from './database.ts'
import { recognizeDevice } from './devices.ts'
import { keyOf } from './encoding.ts'
import { endAllSessions, endSession } from './ending.ts'
import { liveOf } from './live.ts'
import { type PrismaStoreOptions, resolveOptions, type Settings } from './options.ts'
import { ownerOf, recordOf } from './records.ts'
import { replaceSession } from './replacing.ts'
import { consumeOnce } from './replay.ts'
import { sweepTables } from './sweeping.ts'

/** Sessions, known devices and things used once, in the app's own database. */
export interface PrismaStore extends SessionStore, DeviceLedger, ReplayGuard {
  sweep(now: number, limit: number): Promise<{ readonly removed: number; readonly more: boolean }>
  /**
   * The same store as part of a transaction of the app's: what it writes is there when that commits, and never was when it rolls
   * back. A collision is a `TransactionConflictError`: run the whole transaction again.
   */
  inTransaction(transaction: TransactionClient): SessionStore
}

/** A client of a transaction: what `prisma.$transaction(async (tx) => …)` hands to its function. */
export type TransactionClient = PrismaModels | Readonly<Record<string, unknown>>

/** Options that rename something: then the compiler cannot know what the client's models look like. */
export type Renamed = PrismaStoreOptions &
  (Required<Pick<PrismaStoreOptions, 'models'>> | Required<Pick<PrismaStoreOptions, 'fields'>>)

/**
 * The store in the app's database, over a Prisma Client of PostgreSQL, MySQL, MariaDB or SQLite that stays the app's: the store
 * never connects and never disconnects it. The models to copy stand in this package's `schema/session.prisma`.
 *
 *     const sessions = createSessions({ store: prismaStore(prisma) })
 *
 * A rejected promise means that the database failed or did not answer in time. A call may then still have taken effect; each may be
 * repeated.
 */
export function prismaStore(prisma: PrismaClientLike, options?: PrismaStoreOptions): PrismaStore
export function prismaStore(prisma: PrismaTransactions, options: Renamed): PrismaStore
export function prismaStore(prisma: PrismaTransactions, options: PrismaStoreOptions = {}): PrismaStore {
  const settings = resolveOptions(prisma, options)
  const database = databaseOf(prisma, settings)
  const call = <T>(run: () => Promise<T>) => answered(database, settings.timeout, run)
  return {
    ...verbs(database, settings),
    sweep: (now, limit) => call(() => sweepTables(database, now, limit)),
    recognize: ({ userId }, deviceHash, now, ttl) =>
      call(() => recognizeDevice(database, userId, deviceHash, now, ttl)),
    consumeOnce: (key, expiresAt) => call(() => consumeOnce(database, key, expiresAt)),
    inTransaction: (transaction) => verbs(joinedDatabase(transaction, settings), settings),
  }
}

function verbs(database: Database, { timeout }: Settings): SessionStore {
  const call = <T>(run: () => Promise<T>) => answered(database, timeout, run)
  return {
    create: (record, now, options = {}) => call(() => createSession(database, record, now, options)),
    read: (id) =>
      call(async () => {
        const row = await database.session.findUnique({ id: keyOf(id) })
        return row && recordOf(row)
      }),
    replace: (next, expected, now, options = {}) =>
      call(() => replaceSession(database, next, expected, now, options)),
    end: (id, ending, _now, options = {}) => call(() => endSession(database, id, ending, options)),
    list: ({ userId }, now) => call(() => liveOf(database, ownerOf(userId), now)),
    endAll: (owner, ending, now, options = {}) =>
      call(() => endAllSessions(database, owner, ending, now, options)),
  }
}
