import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PrismaStoreError, prismaStore } from '../../src/index.ts'
import { PrismaClient } from '../generated/sqlite/client/client.ts'
import { ending, limited, NOW, next, record } from '../helpers/records.ts'
import { openSqlite, SQLITE } from '../setup/sqlite.ts'

describe.each(Object.entries(SQLITE))('what SQLite with %s refuses', (_, connect) => {
  let database: Awaited<ReturnType<typeof openSqlite<PrismaClient>>>
  beforeEach(async () => {
    database = await openSqlite(connect)
  })
  afterEach(() => database.close())

  test('a table that no migration has made yet: every verb says what to run', async () => {
    await database.client.$executeRawUnsafe('DROP TABLE session')
    const store = prismaStore(database.client)
    for (const call of [
      () => store.read('x'),
      () => store.create(record(), NOW, limited(1)),
      () => store.end('x', ending(), NOW),
      () => store.sweep(NOW, 1),
    ]) {
      const said = await call().catch((error: unknown) => error)
      expect(said).toBeInstanceOf(PrismaStoreError)
      expect(said).toMatchObject({ reason: 'table-missing' })
      expect(String(said)).toMatch(/The table .*session is missing. Run `npx prisma migrate deploy`/)
    }
  })

  test('a column that is missing', async () => {
    await database.client.$executeRawUnsafe('ALTER TABLE session_owner DROP COLUMN "keepUntil"')
    const said = await prismaStore(database.client)
      .create(record(), NOW)
      .catch((error: unknown) => error)
    expect(said).toMatchObject({ reason: 'column-missing' })
    expect(String(said)).toMatch(/keepUntil.* is missing. Run `npx prisma migrate deploy`/)
  })
})

test('a file that is open for reading only', async () => {
  const database = await openSqlite(SQLITE['better-sqlite3'])
  const kept = record()
  await prismaStore(database.client).create(kept, NOW)
  const reader = new PrismaClient({
    adapter: new PrismaBetterSqlite3({ url: `file:${database.file}`, readonly: true }),
  })
  const store = prismaStore(reader)
  expect(await store.read(kept.id)).toEqual(kept)
  for (const write of [
    () => store.create(record(), NOW),
    () => store.replace(next(kept), kept.revision, NOW),
    () => store.end(kept.id, ending(), NOW),
  ])
    await expect(write()).rejects.toMatchObject({ name: 'PrismaStoreError', reason: 'read-only' })
  await reader.$disconnect()
  await database.close()
})
