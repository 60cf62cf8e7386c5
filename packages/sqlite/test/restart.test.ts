import { createSessions } from '@sess/core'
import { afterEach, expect, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'
import { databaseFile } from './support/database.ts'

const file = databaseFile()
afterEach(() => file.remove())

test('a session outlives the process that made it', async () => {
  const before = file.open()
  const sessions = createSessions({ store: sqliteStore(before), groups: { api: { carrier: 'bearer' } } })
  const { id } = await sessions.issue('ada', { group: 'api', authenticatedAt: Date.now() })
  before.close()

  const found = await createSessions({ store: sqliteStore(file.open()) }).list('ada')
  expect(found.map((session) => session.id)).toEqual([id])
})
