import { deviceLedgerConformance, replayGuardConformance } from '@sess/conformance/ports'
import { describe, test, vi } from 'vitest'
import { sqliteStore } from '../src/index.ts'
import { countRows, databaseFile } from './support/database.ts'

async function open() {
  const file = databaseFile()
  const db = file.open()
  const store = sqliteStore(db)
  return {
    port: store,
    second: async () => sqliteStore(file.open()),
    async leftovers(now: number) {
      // Tickets go by the machine's clock, so this has to get there.
      vi.useFakeTimers({ toFake: ['Date'], now })
      await store.sweep(now, Number.POSITIVE_INFINITY)
      vi.useRealTimers()
      return countRows(db)
    },
    close: async () => file.remove(),
  }
}

deviceLedgerConformance({ describe, test, offers: ['second', 'leftovers'], open })
replayGuardConformance({ describe, test, offers: ['second', 'leftovers'], open })
