import { DatabaseSync } from 'node:sqlite'
import { expect, test, vi } from 'vitest'
import { createTables, sqliteStore } from '../src/index.ts'
import { countRows } from './support/database.ts'
import { LOGOUT, NOW, session } from './support/records.ts'

function memory() {
  const db = new DatabaseSync(':memory:')
  createTables(db)
  return { db, store: sqliteStore(db) }
}

test('a big sweep goes in steps, and what happens between them is not held up', async () => {
  const { db, store } = memory()
  for (let own = 0; own < 2500; own += 1) await store.create(session(own, { keepUntil: NOW }), NOW - 1)
  const exec = vi.spyOn(db, 'exec')
  let turns = 0
  let sweeping = true
  const swept = store.sweep(NOW, Number.POSITIVE_INFINITY).finally(() => {
    sweeping = false
  })
  while (sweeping) {
    await new Promise((resolve) => setImmediate(resolve))
    turns += 1
  }
  expect(await swept).toEqual({ removed: 2500, more: false })
  expect(turns).toBeGreaterThanOrEqual(2)
  // Three for the sessions, one for each other table.
  expect(exec.mock.calls.filter(([sql]) => sql === 'COMMIT')).toHaveLength(6)
  expect(countRows(db)).toBe(0)
})

test('a sweep removes no more users than it was told, and says that there are more', async () => {
  const { db, store } = memory()
  for (let user = 0; user < 5; user += 1)
    await store.endAll({ userId: `user-${user}`, partition: 'partition-01' }, LOGOUT, NOW, { notBefore: NOW })
  expect(await store.sweep(LOGOUT.keepUntil - 1, 3)).toEqual({ removed: 0, more: false })
  expect(await store.sweep(LOGOUT.keepUntil, 3)).toEqual({ removed: 0, more: true })
  expect(countRows(db)).toBe(2)
  expect(await store.sweep(LOGOUT.keepUntil, 3)).toEqual({ removed: 0, more: false })
  expect(countRows(db)).toBe(0)
})

test('a ticket can be used again once it has expired by this machine’s clock, however far ahead a sweep is', async () => {
  const { store } = memory()
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
  expect(await store.consumeOnce('ticket', NOW + 10)).toBe(true)
  await store.sweep(NOW + 1000, 10)
  vi.setSystemTime(NOW + 10)
  expect(await store.consumeOnce('ticket', NOW + 1000)).toBe(false)
  vi.setSystemTime(NOW + 11)
  expect(await store.consumeOnce('ticket', NOW + 20)).toBe(true)
  expect(await store.consumeOnce('ticket', NOW + 20)).toBe(false)
  vi.useRealTimers()
})
