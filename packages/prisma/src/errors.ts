import { SessError } from '@sess/core'
import { type FailureKind, failureOf } from './failures.ts'

/** Why the database could not do its part: what `StoreError.cause` is. `cause` in turn is Prisma's own error. */
export class PrismaStoreError extends Error {
  readonly reason: Exclude<FailureKind, 'other' | 'taken'> | 'timeout'

  constructor(reason: PrismaStoreError['reason'], message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'PrismaStoreError'
    this.reason = reason
  }
}

/**
 * Inside the app's own transaction something came between: another login of the same user, a deadlock. The database has given
 * the transaction up, so the store cannot repeat its part alone: run the whole transaction again.
 */
export class TransactionConflictError extends SessError {
  constructor(cause: unknown) {
    super(
      'sess/transaction-conflict',
      503,
      'The transaction that this session write is part of collided with another one. Nothing of it will be written: run the ' +
        'whole transaction again.',
      { cause },
    )
  }
}

/** Inside a step: what was read and what was locked are not the same rows, so the transaction has to begin anew. */
export class StaleRead extends Error {
  constructor() {
    super('The transaction reads rows as they were before others changed them.')
    this.name = 'StaleRead'
  }
}

/** The error that says what to do; one that nothing is known of stays itself. */
export function explained(error: unknown): unknown {
  const { kind, subject } = failureOf(error)
  if (error instanceof StaleRead)
    return new PrismaStoreError('conflict', MENDS.conflict(''), { cause: error })
  if (kind === 'other' || kind === 'taken') return error
  const named = subject === null ? '' : ` ${subject}`
  return new PrismaStoreError(kind, MENDS[kind](named), { cause: error })
}

export const tooLate = (timeout: number): PrismaStoreError =>
  new PrismaStoreError(
    'timeout',
    `The database did not answer within ${timeout} ms. What was sent may still take effect; repeating it is safe. Where locks are ` +
      'the reason, set the database’s own lock timeout below this.',
  )

const MIGRATE =
  'Run `npx prisma migrate deploy`, or apply the SQL that @sess/prisma brings along (sql/<provider>.sql).'

const MENDS: Record<Exclude<FailureKind, 'other' | 'taken'>, (subject: string) => string> = {
  conflict: () =>
    'The transaction collided with others every time it was tried; nothing was written. Trying later may succeed.',
  unreachable: () =>
    'The database cannot be reached. Check that it runs, and the address that the client was given.',
  'connection-lost': () =>
    'The connection to the database broke before the answer came, so it is unknown whether the write took effect. Repeating it is safe.',
  'no-connection-free': () =>
    'No connection to the database became free in time; nothing was written. Make the pool larger, or transactions shorter.',
  'read-only': () =>
    'The database takes no writes: it is a read-only replica or set to read-only. Connect the client to the primary.',
  'table-missing': (table) => `The table${table} is missing. ${MIGRATE}`,
  'column-missing': (column) => `The column${column} is missing. ${MIGRATE}`,
  locked: () =>
    'Somebody else held a lock for longer than the database waits; nothing was written. Look for long transactions, on SQLite for another process that writes.',
  'transaction-expired': () =>
    'The transaction took longer than Prisma allows and was rolled back. Raise `transaction.timeout`, or look for what held it up.',
}
