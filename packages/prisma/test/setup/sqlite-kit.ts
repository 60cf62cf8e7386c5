import { afterAll, beforeAll, describe } from 'vitest'
import type { PrismaClientLike } from '../../src/index.ts'
import { kits } from './kits.ts'
import { openSqlite } from './sqlite.ts'
import type { Raw } from './tables.ts'

/** Runs the kits on a SQLite file, over whatever client. One process at a time writes there, so there is no second handle. */
export function sqliteKit(
  name: string,
  connect: (url: string) => PrismaClientLike & Raw,
  extent: { readonly actors: number; readonly runs: number; readonly only?: RegExp } = {
    actors: 20,
    runs: 5,
  },
): void {
  describe(`the kits on SQLite with ${name}`, () => {
    let database: Awaited<ReturnType<typeof openSqlite<PrismaClientLike & Raw>>>
    beforeAll(async () => {
      database = await openSqlite(connect)
    })
    afterAll(() => database.close())
    kits({ ...extent, client: () => database.client })
  })
}
