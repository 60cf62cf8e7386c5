import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { PrismaBetterSQLite3 as OldBetterSqlite3, SqliteClient as OldClient } from '@sess/prisma6'
import { PrismaClient } from '../generated/sqlite/client/client.ts'
import { createTables, type Raw } from './tables.ts'

export const SQLITE = {
  'better-sqlite3': (url: string) => new PrismaClient({ adapter: new PrismaBetterSqlite3({ url }) }),
  libsql: (url: string) => new PrismaClient({ adapter: new PrismaLibSql({ url }) }),
}
export const OLD_SQLITE = {
  'better-sqlite3': (url: string) => new OldClient({ adapter: new OldBetterSqlite3({ url }) }),
}

/** A database in a file of its own, with the tables and no row. */
export async function openSqlite<Client extends Raw>(connect: (url: string) => Client) {
  const folder = mkdtempSync(join(tmpdir(), 'sess-sqlite-'))
  const file = join(folder, 'test.db')
  const client = connect(`file:${file}`)
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
