import { storeConformance } from '@sess/conformance/store'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type PrismaClientLike, prismaStore } from '../../src/index.ts'
import { openSqlite } from './sqlite.ts'
import { clearTables, countRows, type Raw } from './tables.ts'

/** Runs the store kit on a SQLite file, over whatever client. One process at a time writes there, so there is no second handle. */
export function sqliteKit(name: string, connect: (url: string) => PrismaClientLike & Raw): void {
  describe(`the store kit on SQLite with ${name}`, () => {
    let database: Awaited<ReturnType<typeof openSqlite<PrismaClientLike & Raw>>>
    beforeAll(async () => {
      database = await openSqlite(connect)
    })
    afterAll(() => database.close())

    storeConformance({
      describe,
      test,
      actors: 20,
      random: { runs: 10 },
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
}
