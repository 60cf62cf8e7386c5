import { storeConformance } from '@sess/conformance/store'
import { describe, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'
import { countRows, databaseFile } from './support/database.ts'

/** The whole contract. `second` is another connection to the same file, as another process has it. */
storeConformance({
  describe,
  test,
  offers: ['sweep', 'second', 'leftovers'],
  async open() {
    const file = databaseFile()
    const db = file.open()
    const store = sqliteStore(db)
    return {
      store,
      second: async () => sqliteStore(file.open()),
      async leftovers(now) {
        await store.sweep(now, Number.POSITIVE_INFINITY)
        return countRows(db)
      },
      close: async () => file.remove(),
    }
  },
})
