import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedis } from '@sess/servers/redis'
import { Client } from 'demo-shared/attacks'
import { expect, onTestFinished, test } from 'vitest'
import { type DemoProcess, failedStart, type ProcessOptions, startProcess } from './support/process.ts'

/** Real demo processes, and a real server between them. */

/** A demo that is stopped when the test is over, however that ends. */
async function started(env: Record<string, string>, options?: ProcessOptions): Promise<DemoProcess> {
  const demo = await startProcess(env, options)
  onTestFinished(() => void demo.stop())
  return demo
}

const ADA = { id: 'ada', password: 'analytical-engine' }

test('demos on Express and on Hono share the sessions of one Redis: one that is ended in the first is over in the second', async () => {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const REDIS_URL = `redis://127.0.0.1:${redis.port}`
  const [a, b] = await Promise.all([started({ REDIS_URL }), started({ REDIS_URL }, { name: 'hono' })])
  expect(a.line).toBe(`The demo is at ${a.url} (sessions: Redis at 127.0.0.1:${redis.port})`)

  // A browser sends the cookies of a host to every port of it.
  const jar = new Map<string, string>()
  const html = { accept: 'text/html' }
  const [laptopOnA, laptopOnB] = [new Client(a.url, html, jar), new Client(b.url, html, jar)]
  const phoneOnA = new Client(a.url, html)
  await laptopOnA.signIn(ADA)
  await laptopOnA.post('/cart', { item: 'Pears' })
  const { id } = await laptopOnA.facts()
  expect(await laptopOnB.facts()).toMatchObject({ userId: 'ada', id, cart: ['Pears'] })

  await phoneOnA.signIn(ADA)
  expect((await laptopOnB.get('/sessions')).text).toContain(`value="${(await phoneOnA.facts()).id}"`)
  await phoneOnA.post('/sessions/end', { id: id ?? '' })
  const page = await laptopOnB.get('/')
  expect(page.text).toContain('You were signed out: you ended it from another device.')
  expect(page.text).toContain(`sessions: Redis at 127.0.0.1:${redis.port}`)
  expect(await laptopOnB.facts()).toMatchObject({ userId: null, endedBecause: 'revoked-by-user' })

  for (const demo of [a, b]) expect(await demo.stop()).toMatchObject({ code: 0, errors: '' })
})

test('on SQLite in a file a session outlives the demo', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sess-demo-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const DATABASE_URL = 'file:./demo.db'
  const jar = new Map<string, string>()

  const first = await started({ DATABASE_URL }, { folder })
  expect(first.line).toBe(`The demo is at ${first.url} (sessions: SQLite in ./demo.db)`)
  const before = new Client(first.url, {}, jar)
  await before.signIn(ADA)
  await before.post('/cart', { item: 'Pears' })
  const { id } = await before.facts()
  expect(await first.stop()).toMatchObject({ code: 0, errors: '' })
  expect(readdirSync(folder)).toEqual(['demo.db'])

  const second = await started({ DATABASE_URL }, { folder })
  const after = new Client(second.url, {}, jar)
  expect(await after.facts()).toMatchObject({ userId: 'ada', id, cart: ['Pears'] })
  await after.post('/sign-out')
  expect(await after.facts()).toMatchObject({ userId: null })
  expect(await second.stop()).toMatchObject({ code: 0, errors: '' })
})

test('a demo whose store is not there says so in one line, and ends', async () => {
  const redis = await startRedis()
  await redis.stop()
  const { code, errors, output } = await failedStart({ REDIS_URL: `redis://:secret@127.0.0.1:${redis.port}` })
  expect({ code, output }).toEqual({ code: 1, output: '' })
  expect(errors).toBe(
    `Redis at 127.0.0.1:${redis.port} cannot be used: connect ECONNREFUSED 127.0.0.1:${redis.port}. ` +
      'Mend that, or leave out REDIS_URL: the memory store needs nothing.\n',
  )
})
