import { type RedisServer, startRedis } from '@sess/servers/redis'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RedisStore, redisStore } from '../src/index.ts'
import { ending, NOW, ownerOf, partition, record } from './helpers/records.ts'

let server: RedisServer
let redis: Redis
let store: RedisStore
const KEY = `sess:{${partition('alice')}}`
const DAY = 86_400_000

beforeAll(async () => {
  server = await startRedis({ config: { 'active-expire-effort': '10' } })
  redis = new Redis({ port: server.port, host: '127.0.0.1' })
  store = redisStore(redis, { expiryGrace: 0, timeout: 30_000 })
})
afterAll(async () => {
  redis.disconnect()
  await server.stop()
})
beforeEach(() => redis.flushall())

/** Runs so many of them, a few hundred at a time. */
async function many(count: number, run: (i: number) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < count; at += 500)
    await Promise.all(Array.from({ length: Math.min(500, count - at) }, (_, i) => run(at + i)))
}

test('of a hundred thousand sessions that were created and are over, not one key is left', async () => {
  const now = Date.now()
  const keepUntil = now + 1_000
  const times = { now, keepUntil }
  const evictedAs = ending({ keepUntil })
  const given = { limit: { max: 2, overflow: 'evict-oldest' }, evictedAs } as const
  let created = 0
  const create = async (userId: string | null, options = {}) => {
    const one = record({ ...times, userId })
    await store.create(one, now, options)
    created++
    return one
  }
  await many(93_000, async (i) => {
    const one = await create(i % 3 === 0 ? null : `user-${i % 10_000}`, i % 29 === 0 ? given : {})
    if (i % 11 === 0) await store.end(one.id, evictedAs, now)
    if (i % 13 === 0) await store.replace({ ...one, revision: 'next' }, one.revision, now)
  })
  await many(3_000, async (i) => {
    const guest = await create(null)
    await create(`user-${i % 10_000}`, { ...given, supersedes: guest.id, supersededAs: evictedAs })
  })
  await many(1_500, async (i) => {
    const owner = ownerOf(`user-${i}`)
    await store.recognize(owner, 'device', now, 1_000)
    await store.consumeOnce(`ticket-${i}`, keepUntil)
    await store.endAll(owner, evictedAs, now, { notBefore: now, mark: 'compromised' })
    const back = await create(owner.userId)
    await store.replace({ ...back, revision: 'next' }, back.revision, now, { clearMark: 'compromised' })
  })
  expect(created).toBeGreaterThan(100_000)
  // What a superseded guest handed over stays for a minute, whatever is over; by then it is gone by itself.
  const handed = await redis.keys('*:superseded')
  expect(handed.length).toBeLessThanOrEqual(3_000)
  expect(Math.max(...(await Promise.all(handed.slice(0, 100).map((key) => redis.pttl(key)))))).toBeLessThan(
    60_001,
  )
  for (let at = 0; at < handed.length; at += 1_000) await redis.del(...handed.slice(at, at + 1_000))
  await expect.poll(() => redis.dbsize(), { timeout: 30_000, interval: 100 }).toBe(0)
})

describe('in a hash that lives on', () => {
  test('a user who signs in every day for three years has a handful of fields', async () => {
    for (let day = 0; day < 1_000; day++) {
      const now = NOW + day * DAY
      const one = record({ now, keepUntil: now + 2 * DAY })
      await store.create(one, now)
      await store.replace({ ...one, revision: 'next' }, one.revision, now)
      if (day % 3 === 0) await store.end(one.id, ending({ keepUntil: now + 2 * DAY }), now)
    }
    expect(await redis.hlen(KEY)).toBeLessThan(15)
  })

  test('touches alone drop what is over, a few with each, and nothing that is not', async () => {
    const lasting = record({
      absoluteExpiresAt: NOW + 9 * DAY,
      idleExpiresAt: NOW + 9 * DAY,
      keepUntil: NOW + 9 * DAY,
    })
    await store.create(lasting, NOW)
    await many(500, () => store.create(record({ keepUntil: NOW + DAY }), NOW))
    const kept = Array.from({ length: 20 }, () => record({ keepUntil: NOW + 8 * DAY }))
    for (const one of kept) await store.create(one, NOW)
    const later = NOW + 2 * DAY
    let current = lasting
    let before = await redis.hlen(KEY)
    let most = 0
    for (let touch = 0; touch < 300; touch++) {
      const next = { ...current, revision: `touch-${touch}` }
      expect(await store.replace(next, current.revision, later)).toEqual({ outcome: 'replaced' })
      current = next
      const now = await redis.hlen(KEY)
      most = Math.max(most, before - now)
      before = now
    }
    // Itself, the twenty, and the field that remembers where the round stands.
    expect(await redis.hlen(KEY)).toBe(22)
    expect(most).toBeLessThan(60)
    for (const one of kept) expect(await store.read(one.id)).toEqual(one)
  })

  test('a user with one session has one field, and a guest too', async () => {
    const [user, guest] = [record(), record({ userId: null })]
    for (const one of [user, guest]) {
      await store.create(one, NOW)
      await store.replace({ ...one, revision: 'next' }, one.revision, NOW)
      expect(await redis.hlen(`sess:{${one.id.slice(0, 12)}}`)).toBe(1)
    }
  })

  test('the time to live follows the longest-lived session and is never made shorter', async () => {
    const ttl = async () => Math.round((await redis.pttl(KEY)) / DAY)
    const long = record({ keepUntil: NOW + 30 * DAY })
    await store.create(record({ keepUntil: NOW + 5 * DAY }), NOW)
    expect(await ttl()).toBe(5)
    await store.create(long, NOW)
    expect(await ttl()).toBe(30)
    const short = record({ keepUntil: NOW + DAY })
    await store.create(short, NOW, { limit: { max: 5, overflow: 'reject' }, evictedAs: ending() })
    await store.replace({ ...short, revision: 'next', keepUntil: NOW + 2 * DAY }, short.revision, NOW)
    await store.end(long.id, ending({ keepUntil: NOW + DAY }), NOW)
    expect(await ttl()).toBe(30)
    await store.endAll(ownerOf('alice'), ending({ keepUntil: NOW + 40 * DAY }), NOW, { notBefore: NOW })
    expect(await ttl()).toBe(40)
  })

  test('what was damaged of the field that remembers is begun anew', async () => {
    await store.create(record({ keepUntil: NOW + DAY }), NOW)
    const one = record({ keepUntil: NOW + 9 * DAY })
    await store.create(one, NOW)
    await redis.hset(KEY, '#', 'nonsense')
    const next = { ...one, revision: 'next' }
    await store.replace(next, one.revision, NOW)
    expect(await redis.hget(KEY, '#')).toMatch(/^\d+ 0 $/)
  })
})

describe('a user with ten thousand sessions', () => {
  beforeEach(() => many(10_000, (i) => store.create(record({ createdAt: NOW + i }), NOW)))

  test('is listed whole, and a limit or an end of everything takes one command', async () => {
    expect(await store.list(ownerOf('alice'), NOW)).toHaveLength(10_000)
    const limit = { limit: { max: 5, overflow: 'evict-oldest' }, evictedAs: ending() } as const
    const answer = await store.create(record({ createdAt: NOW + 10_000 }), NOW, limit)
    expect(answer.outcome === 'created' && answer.evicted.length).toBe(9_996)
    expect(await store.list(ownerOf('alice'), NOW)).toHaveLength(5)
    expect(await store.endAll(ownerOf('alice'), ending(), NOW)).toHaveLength(5)
    const late = NOW + DAY
    await store.create(record({ now: late }), late, limit)
    expect(await redis.hlen(KEY)).toBe(2)
  })

  test('is ended whole', async () => {
    expect(await store.endAll(ownerOf('alice'), ending(), NOW)).toHaveLength(10_000)
    expect(await store.list(ownerOf('alice'), NOW)).toEqual([])
  })
})
