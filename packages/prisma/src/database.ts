import { explained, StaleRead, TransactionConflictError, tooLate } from './errors.ts'
import { type FailureKind, failureOf } from './failures.ts'
import type { Settings } from './options.ts'
import {
  COLUMNS,
  type Counted,
  type DeviceRow,
  type OwnerRow,
  type SessionRow,
  type UsedRow,
} from './rows.ts'
import { type Execute, Table } from './table.ts'
import { Turns } from './turns.ts'

export interface Tables {
  readonly session: Table<SessionRow, SessionRow & Counted>
  readonly owner: Table<OwnerRow, OwnerRow & Counted>
  readonly device: Table<DeviceRow>
  readonly used: Table<UsedRow>
}

/** The tables, and a way to change several rows at once. */
export interface Database extends Tables {
  /** Whether it is part of a transaction of the app's. */
  readonly joined: boolean
  /** All of `work` or nothing of it. It may run more than once, so it keeps nothing outside. One at a time for each owner. */
  transaction<T>(owner: string | null, work: (tables: Tables) => Promise<T>): Promise<T>
}

/** What the store asks of a client beyond its models; see `PrismaClientLike` for what the app's compiler checks. */
interface Client {
  $transaction<T>(
    work: (client: object) => Promise<T>,
    options: Settings['transaction'] & { isolationLevel?: 'ReadCommitted' },
  ): Promise<T>
}

/** How often something is tried at most. Every try is whole: the database has rolled the one before back. */
const ATTEMPTS = 12

/** What has certainly changed nothing, so that a transaction may simply be run again. */
const undone = (error: unknown, kind: FailureKind): boolean =>
  kind === 'conflict' || kind === 'taken' || error instanceof StaleRead

export function databaseOf(prisma: object, settings: Settings): Database {
  const client = prisma as Client
  const { provider, transaction: limits } = settings
  const options = provider === 'mysql' ? { ...limits, isolationLevel: 'ReadCommitted' as const } : limits

  const send: Execute = async (query, { writes, repeatable }) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // On SQLite the queries of a client share one connection: a write sent while a transaction of the app is open would become
        // part of it, and be undone with it. In a transaction of its own it waits for its turn.
        if (writes && provider === 'sqlite')
          return await client.$transaction(async (inner) => query(inner), options)
        return await query(prisma)
      } catch (error) {
        const { kind } = failureOf(error)
        const again = kind === 'conflict' || (kind === 'connection-lost' && repeatable)
        if (!again || attempt >= (kind === 'conflict' ? ATTEMPTS : 2)) throw error
        await pause(attempt)
      }
    }
  }

  const transact = async <T>(work: (tables: Tables) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      let finished = false
      try {
        return await client.$transaction(async (inner) => {
          const result = await work(tablesOf(settings, async (query) => query(inner)))
          finished = true
          return result
        }, options)
      } catch (error) {
        const { kind } = failureOf(error)
        // Before the work is finished nobody has asked for a COMMIT. Once it was asked for, a lost answer leaves it open.
        const again = undone(error, kind) || (kind === 'connection-lost' && !finished && attempt === 1)
        if (!again || attempt >= ATTEMPTS) throw error
        await pause(attempt)
      }
    }
  }

  const turns = new Turns(settings.timeout)
  return {
    ...tablesOf(settings, send),
    joined: false,
    transaction: (owner, work) => (owner === null ? transact(work) : turns.take(owner, () => transact(work))),
  }
}

/** As part of a transaction of the app's: nothing is repeated, because only the app can repeat the whole. */
export function joinedDatabase(transaction: object, settings: Settings): Database {
  const tables = tablesOf(settings, async (query) => query(transaction))
  return { ...tables, joined: true, transaction: (_, work) => work(tables) }
}

function tablesOf({ models, fields }: Settings, execute: Execute): Tables {
  const table = <Row extends object, All extends Row = Row>(model: keyof typeof COLUMNS) =>
    new Table<Row, All>(models[model], execute, COLUMNS[model], fields[model])
  return { session: table('session'), owner: table('owner'), device: table('device'), used: table('used') }
}

/** The losers of one race do not meet again in the next. */
const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** Math.min(attempt, 7)))

/** Runs a verb, and fails when it takes too long. What was sent may still take effect, as after any lost answer. */
export function answered<T>({ joined }: Database, timeout: number, run: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate(timeout)), timeout)
    run().then(
      (answer) => {
        clearTimeout(timer)
        resolve(answer)
      },
      (error: unknown) => {
        clearTimeout(timer)
        const collided = joined && undone(error, failureOf(error).kind)
        reject(collided ? new TransactionConflictError(error) : explained(error))
      },
    )
  })
}
