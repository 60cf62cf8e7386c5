import { isLive } from '@sess/core'
import { type RedisServer, startRedis } from '@sess/servers/redis'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { redisStore } from '../src/index.ts'
import { ending, NOW, ownerOf, record } from './helpers/records.ts'

let server: RedisServer
let redis: Redis

beforeAll(async () => {
  server = await startRedis()
  redis = new Redis(server.port)
})
afterAll(async () => {
  redis.disconnect()
  await server.stop()
})
beforeEach(() => redis.flushall())

describe('scripts', () => {
  test('every verb, the first time on a server that has seen no script', async () => {
    const store = redisStore(redis)
    const first = record()
    expect(await store.create(first, NOW)).toEqual({
      outcome: 'created',
      evicted: [],
      superseded: null,
      mark: null,
    })
    expect(await store.read(first.id)).toEqual(first)
    const next = { ...first, revision: 'next', body: 'é😀\0', seenAt: NOW + 1, keepUntil: NOW + 300_000 }
    expect(await store.replace(next, first.revision, NOW)).toEqual({ outcome: 'replaced' })
    expect(await store.replace(next, first.revision, NOW)).toEqual({ outcome: 'conflict', current: next })
    expect(await store.read(first.id)).toEqual(next)
    expect(await store.list(ownerOf('alice'), NOW)).toEqual([next])
    const second = record({ userId: 'alice', createdAt: NOW - 5 })
    const limit = { max: 1, overflow: 'evict-oldest' } as const
    expect(await store.create(second, NOW, { limit, evictedAs: ending({ reason: 'evicted' }) })).toEqual({
      outcome: 'created',
      evicted: [{ id: first.id, userId: 'alice', group: 'web' }],
      superseded: null,
      mark: null,
    })
    const over = await store.read(first.id)
    expect(over).toEqual({
      ...next,
      body: '',
      ended: ending({ reason: 'evicted' }),
      keepUntil: NOW + 300_000,
    })
    expect(over && isLive(over, NOW)).toBe(false)
    const third = record({ userId: 'alice' })
    expect(
      await store.create(third, NOW, { limit: { max: 1, overflow: 'reject' }, evictedAs: ending() }),
    ).toEqual({ outcome: 'limited', active: [second] })
    expect(
      await store.endAll(ownerOf('alice'), ending(), NOW, { notBefore: NOW, mark: 'compromised' }),
    ).toEqual([{ id: second.id, userId: 'alice', group: 'web' }])
    expect(await store.create(third, NOW, { authenticatedAt: NOW - 1 })).toEqual({ outcome: 'refused' })
    expect(await store.create(third, NOW, { authenticatedAt: NOW })).toMatchObject({ mark: 'compromised' })
    expect(await redis.pttl(`sess:{${third.id.slice(0, 12)}}`)).toBe(-1)
    const cleared = { ...third, revision: 'cleared' }
    await store.replace(cleared, third.revision, NOW, { clearMark: 'compromised' })
    expect(await redis.pttl(`sess:{${third.id.slice(0, 12)}}`)).toBeGreaterThan(0)
    expect(await store.end(third.id, ending(), NOW)).toEqual({ id: third.id, userId: 'alice', group: 'web' })
    expect(await store.end(third.id, ending(), NOW)).toBe(null)
  })

  test('a guest in another slot is superseded and handed over as it stood', async () => {
    const store = redisStore(redis)
    const guest = record({ userId: null, body: 'ö' })
    await store.create(guest, NOW)
    const user = record()
    expect(
      await store.create(user, NOW, {
        supersedes: guest.id,
        supersededAs: ending({ reason: 'signed-in-again' }),
      }),
    ).toEqual({ outcome: 'created', evicted: [], superseded: guest, mark: null })
    expect(await store.read(guest.id)).toMatchObject({ body: '', ended: { reason: 'signed-in-again' } })
  })
})
