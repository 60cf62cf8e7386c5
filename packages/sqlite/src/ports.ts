import type { DatabaseSync } from 'node:sqlite'
import type { DeviceLedger, ReplayGuard } from '@sess/core'
import { bytesOf } from './rows.ts'
import { first, prepared } from './statements.ts'
import { atomically } from './transaction.ts'

/** The devices of each user, beside the sessions. */
export function deviceLedger(db: DatabaseSync): DeviceLedger {
  const sql = prepared(db, 'readDevice', 'noteDevice')
  return {
    recognize: async (owner, deviceHash, now, ttl) =>
      atomically(db, () => {
        const key = { userId: bytesOf(owner.userId), hash: bytesOf(deviceHash) }
        const before = first(sql.readDevice, key)?.expires_at
        sql.noteDevice.run({ ...key, expiresAt: now + ttl })
        return typeof before === 'number' && now < before ? 'known' : 'new'
      }),
  }
}

/** What may be used once, beside the sessions. The clock is this machine's: SQLite has none of its own. */
export function replayGuard(db: DatabaseSync): ReplayGuard {
  const sql = prepared(db, 'useTicket')
  return {
    consumeOnce: async (key, expiresAt) =>
      atomically(db, () => {
        const { changes } = sql.useTicket.run({ ticket: bytesOf(key), expiresAt, now: Date.now() })
        return Number(changes) === 1
      }),
  }
}
