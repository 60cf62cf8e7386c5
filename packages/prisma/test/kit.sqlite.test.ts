import { storeConformance } from '@sess/conformance/store'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { prismaStore } from '../src/index.ts'
import { openSqlite } from './setup/sqlite.ts'
import { clearTables, countRows } from './setup/tables.ts'

describe.each(['better-sqlite3', 'libsql'] as const)('the store kit on SQLite with %s', (driver) => {
  let database: Awaited<ReturnType<typeof openSqlite>>
  beforeAll(async () => {
    database = await openSqlite(driver)
  })
  afterAll(() => database.close())

  storeConformance({
    describe,
    test,
    actors: 30,
    random: { runs: 20 },
    offers: ['sweep', 'leftovers'],
    open: async () => {
      const { client } = database
      await clearTables(client)
      const store = prismaStore(client)
      return {
        store,
        async leftovers(now) {
          while ((await store.sweep(now, 100)).more);
          return countRows(client)
        },
      }
    },
  })
})
