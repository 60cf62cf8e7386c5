import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { PrismaClient } from '../generated/sqlite/client/client.ts'
import { createTables } from './tables.ts'

export const ADAPTERS = {
  'better-sqlite3': (file: string) => new PrismaBetterSqlite3({ url: `file:${file}` }),
  libsql: (file: string) => new PrismaLibSql({ url: `file:${file}` }),
}

/** A database in a file of its own, with the tables and no row. */
export async function openSqlite(driver: keyof typeof ADAPTERS) {
  const folder = mkdtempSync(join(tmpdir(), 'sess-sqlite-'))
  const file = join(folder, 'test.db')
  const client = new PrismaClient({
    adapter: ADAPTERS[driver](file),
    log: [{ emit: 'event', level: 'query' }],
  })
  await client.$queryRawUnsafe('PRAGMA journal_mode = WAL')
  await createTables(client, 'sqlite')
  return {
    file,
    client,
    async close() {
      await client.$disconnect()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
