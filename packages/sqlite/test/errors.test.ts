import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { createTables, sqliteStore } from '../src/index.ts'
import { databaseFile } from './support/database.ts'
import { ADA, LOGOUT, NOW, session } from './support/records.ts'

const file = databaseFile()
const writer = file.open()
afterAll(() => file.remove())

const sqlitesOwn = expect.objectContaining({ code: 'ERR_SQLITE_ERROR' })

test('missing tables are told at the start', () => {
  const db = new DatabaseSync(':memory:')
  expect(() => sqliteStore(db)).toThrow(/no such table: sess_\w+\. Call createTables\(db\) once/)
})

test('tables that go later are told by the verb, with SQLite’s own error as the cause', async () => {
  const db = new DatabaseSync(':memory:')
  createTables(db)
  const store = sqliteStore(db)
  db.exec('DROP TABLE sess_session')
  const failed = expect.objectContaining({
    message: expect.stringMatching(/no such table.*createTables/),
    cause: sqlitesOwn,
  })
  await expect(store.read(session(1).id)).rejects.toEqual(failed)
  await expect(store.list(ADA, NOW)).rejects.toEqual(failed)
  await expect(store.create(session(1), NOW)).rejects.toEqual(failed)
  expect(db.isTransaction).toBe(false)
})

test('tables of another version', () => {
  const db = new DatabaseSync(':memory:')
  createTables(db)
  db.exec('ALTER TABLE sess_session RENAME COLUMN seen_at TO met_at')
  expect(() => sqliteStore(db)).toThrow(/change log/)
})

test('a read-only connection reads, and says why it does not write', async () => {
  const { id } = session('read-only')
  await sqliteStore(writer).create(session('read-only'), NOW)
  const store = sqliteStore(new DatabaseSync(file.path, { readOnly: true }))
  expect(await store.read(id)).toEqual(session('read-only'))
  await expect(store.end(id, LOGOUT, NOW)).rejects.toThrow(/readonly.*Open it without readOnly/)
})

test('a locked file fails when the timeout is over, and works again after', async () => {
  const store = sqliteStore(new DatabaseSync(file.path, { timeout: 20 }))
  writer.exec('BEGIN IMMEDIATE')
  await expect(store.create(session('locked'), NOW)).rejects.toThrow(/locked.*timeout: 5000/)
  expect(await store.read(session('locked').id)).toBe(null)
  writer.exec('ROLLBACK')
  expect(await store.create(session('locked'), NOW)).toMatchObject({ outcome: 'created' })
})

test('a full database changes nothing, and works again when there is room', async () => {
  const db = new DatabaseSync(':memory:')
  createTables(db)
  const store = sqliteStore(db)
  const { page_count } = db.prepare('PRAGMA page_count').get() ?? {}
  db.exec(`PRAGMA max_page_count = ${Number(page_count) + 2}`)
  const big = session('big', { body: 'x'.repeat(1_000_000) })
  await expect(store.create(big, NOW)).rejects.toThrow(/full.*Make room/)
  expect(db.isTransaction).toBe(false)
  expect(await store.read(big.id)).toBe(null)
  db.exec('PRAGMA max_page_count = 10000')
  expect(await store.create(big, NOW)).toMatchObject({ outcome: 'created' })
})

test('a transaction that the app has open is neither read in nor undone', async () => {
  const db = file.open()
  const store = sqliteStore(db)
  db.exec('BEGIN')
  await expect(store.read(session(1).id)).rejects.toThrow(/a connection of their own/)
  await expect(store.create(session(1), NOW)).rejects.toThrow(/a connection of their own/)
  expect(db.isTransaction).toBe(true)
})

test('a closed connection', async () => {
  const db = file.open()
  const store = sqliteStore(db)
  db.close()
  await expect(store.list(ADA, NOW)).rejects.toThrow(/Close it after the last request/)
  await expect(store.create(session(1), NOW)).rejects.toThrow(/Close it after the last request/)
})

test.each([
  ['journal_mode = OFF', 'journal_mode is off'],
  ['journal_mode = MEMORY', 'journal_mode is memory'],
  ['synchronous = OFF', 'synchronous is OFF'],
])('PRAGMA %s is refused at the start', (pragma, says) => {
  const own = databaseFile()
  const db = own.open()
  // Newer Nodes keep an app from doing this unless it insists.
  db.enableDefensive?.(false)
  // From WAL, SQLite does not go straight to the others.
  db.exec('PRAGMA journal_mode = DELETE')
  db.exec(`PRAGMA ${pragma}`)
  const start = (): unknown => sqliteStore(db)
  expect(start).toThrow(TypeError)
  expect(start).toThrow(says)
  own.remove()
})
