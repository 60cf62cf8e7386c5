import type { Tables } from './database.ts'
import { fromText, timeOf } from './encoding.ts'

/** What is noted of a user beside the sessions. */
export interface Notes {
  readonly owner: string
  /** Logins that began before it are refused. */
  readonly notBefore: number
  readonly mark: string | null
  /** Until when `notBefore` has to be kept. */
  readonly keepUntil: number
}

/**
 * Locks the user's row until the transaction is over, and reads it. Always a transaction's first statement, and a write: so whatever
 * is read after it was read while nobody else logs this user in, under every isolation level. Makes the row where there is none;
 * of two that make it at once the later one fails as taken, and is run again.
 */
export async function lockOwner({ owner: table }: Tables, owner: string, keepUntil: number): Promise<Notes> {
  const locked = await table.update({ owner }, { locks: { increment: 1n } })
  const row = locked === 0 ? null : await table.findUnique({ owner })
  if (row === null) {
    await table.insert({ owner, notBefore: null, mark: null, keepUntil: 0n, sweepAt: timeOf(keepUntil) })
    return { owner, notBefore: Number.NEGATIVE_INFINITY, mark: null, keepUntil: 0 }
  }
  return {
    owner,
    notBefore: row.notBefore === null ? Number.NEGATIVE_INFINITY : Number(row.notBefore),
    mark: row.mark === null ? null : fromText(row.mark),
    keepUntil: Number(row.keepUntil),
  }
}
