import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSessions } from '@sess/core'
import { open, type RootDatabase } from 'lmdb'
import { afterEach, expect, test } from 'vitest'
import { lmdbStore } from '../src/index.ts'

const path = mkdtempSync(join(tmpdir(), 'sess-restart-'))
afterEach(() => rmSync(path, { recursive: true, force: true }))

const sessionsOn = (root: RootDatabase) =>
  createSessions({ store: lmdbStore(root), groups: { api: { carrier: 'bearer' } } })

test('a session outlives the process that made it', async () => {
  const before = open({ path })
  const { id } = await sessionsOn(before).issue('ada', { group: 'api', authenticatedAt: Date.now() })
  await before.close()

  const after = open({ path })
  const found = await sessionsOn(after).list('ada')
  await after.close()
  expect(found.map((session) => session.id)).toEqual([id])
})
