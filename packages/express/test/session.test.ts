import { createSessions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import { describe, expect, test } from 'vitest'
import { session } from '../src/index.ts'
import { VERSIONS } from './support/app.ts'
import { withApp } from './support/with-app.ts'

describe.each(VERSIONS)('session(sessions) on %s', (_name, express) => {
  test('mounted twice, or beside another session middleware, it says so', async () => {
    const app = await withApp({
      express,
      routes: (routes) => routes.use('/twice', session(createSessions({ store: memoryStore() }))),
    })
    expect((await app.browser().get('/twice')).status).toBe(500)
    expect(app.errors).toEqual([
      expect.objectContaining({ name: 'TypeError', message: expect.stringContaining('once') }),
    ])
  })
})
