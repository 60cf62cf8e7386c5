import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { createTables, sqliteStore } from '../src/index.ts'
import { ADA, LOGOUT, NOW, session } from './support/records.ts'

function memory(encoding = 'UTF-8') {
  const db = new DatabaseSync(':memory:')
  db.exec(`PRAGMA encoding = '${encoding}'`)
  createTables(db)
  return { db, store: sqliteStore(db) }
}

test.each(['UTF-8', 'UTF-16le'])('texts come back as they went in, in a database of %s', async (encoding) => {
  const { store } = memory(encoding)
  const text = '\ufeff\0a\0\r\n é e\u0301 \u{1f600} \u{10ffff} '
  const record = session('text', { revision: text, userId: text, group: text, auth: text, body: text })
  await store.create(record, NOW)
  expect(await store.read(record.id)).toEqual(record)
  expect(await store.list({ ...ADA, userId: text }, NOW)).toEqual([record])
  expect(await store.list({ ...ADA, userId: '\ufeff' }, NOW)).toEqual([])

  const ending = { ...LOGOUT, by: `${text}"\ud800` }
  expect(await store.end(record.id, ending, NOW)).not.toBe(null)
  expect((await store.read(record.id))?.ended).toEqual(ending)
})

test('empty texts are empty texts, and a user called nothing is no guest', async () => {
  const { store } = memory()
  const record = session('none', { userId: '', group: '', auth: '', body: '' })
  await store.create(record, NOW)
  expect(await store.read(record.id)).toEqual(record)
})

test('a lone surrogate is refused, and nothing of the step has happened', async () => {
  const { store } = memory()
  await store.create(session(1), NOW)
  const bad = session(2, { body: '\ud800' })
  const options = { evict: [session(1).id], evictedAs: LOGOUT }
  await expect(store.create(bad, NOW, options)).rejects.toThrow(TypeError)
  expect(await store.list(ADA, NOW)).toEqual([session(1)])
  await expect(store.consumeOnce('\udc00', NOW)).rejects.toThrow(TypeError)
})
