import type { DatabaseSync } from 'node:sqlite'
import { explained } from './errors.ts'

/**
 * One atomic step: the only writer among all connections to the file, from its first read on. `BEGIN` alone would take the lock
 * only at the first write, after others may have written. Everything is synchronous, so nothing of this process comes between.
 */
export function atomically<T>(db: DatabaseSync, step: () => T): T {
  return told(() => {
    db.exec('BEGIN IMMEDIATE')
    try {
      const answer = step()
      db.exec('COMMIT')
      return answer
    } catch (error) {
      undo(db)
      throw error
    }
  })
}

/** A step of one statement that only reads: it sees all that was committed before, unless it runs inside somebody's transaction. */
export function reading<T>(db: DatabaseSync, step: () => T): T {
  return told(() => {
    if (db.isTransaction === true) throw new Error('cannot read within a transaction')
    return step()
  })
}

/** Does what it is given to, and says what to do about an error of SQLite. */
export function told<T>(step: () => T): T {
  try {
    return step()
  } catch (error) {
    throw explained(error)
  }
}

function undo(db: DatabaseSync): void {
  try {
    db.exec('ROLLBACK')
  } catch {
    // SQLite had undone it already, as it does when the disk is full. The first error is the one that counts.
  }
}
