import { RecordFormatError } from '@sess/core'
import { startRedis } from '@sess/servers/redis'
import { describe, expect, test } from 'vitest'
import { redisStore } from '../src/index.ts'
import { encodeRecord } from '../src/record-text.ts'
import { ending, NOW, ownerOf, partition, record } from './helpers/records.ts'
import { opened } from './helpers/servers.ts'

const open = opened()
const key = `sess:{${partition('alice')}}`

const DAMAGES: Readonly<Record<string, (text: string) => string>> = {
  'of a newer version': (text) => `2${text.slice(1)}`,
  'that is no record': () => '{"cookie":{}}',
  'that is empty': () => '',
  'that was cut off in its header': (text) => text.slice(0, 60),
  'that was cut off in its parts': (text) => text.slice(0, 110),
  'with letters for numbers': (text) => `${text.slice(0, 83)}xyz${text.slice(86)}`,
}

describe.each(Object.entries(DAMAGES))('beside a record %s', (_, damage) => {
  async function scene() {
    const server = open.server(await startRedis())
    const redis = open.redis(server.port)
    const unreadable: Error[] = []
    const store = redisStore(redis, { onUnreadable: (error) => unreadable.push(error) })
    const [good, bad] = [record(), record()]
    await store.create(good, NOW)
    const damaged = damage(encodeRecord(bad))
    await redis.hset(key, bad.id, damaged)
    const left = () => redis.hget(key, bad.id)
    return { redis, store, good, bad, damaged, left, unreadable }
  }

  test('the others are read, listed, counted, replaced and ended as ever', async () => {
    const { store, good, bad, damaged, left, unreadable } = await scene()
    expect(await store.list(ownerOf('alice'), NOW)).toEqual([good])
    expect(unreadable.map((error) => error instanceof RecordFormatError && error.id)).toEqual([bad.id])
    const limit = { limit: { max: 2, overflow: 'reject' }, evictedAs: ending() } as const
    expect(await store.create(record(), NOW, limit)).toMatchObject({ outcome: 'created' })
    expect(await store.create(record(), NOW, limit)).toMatchObject({ outcome: 'limited' })
    const next = { ...good, revision: 'next' }
    // Late enough for neighbours that are over to be looked for.
    const late = NOW + 59_999
    expect(await store.replace(next, good.revision, late)).toEqual({ outcome: 'replaced' })
    expect(await store.end(good.id, ending(), late)).toMatchObject({ id: good.id })
    expect(await left()).toBe(damaged)
  })

  test('itself is an error that names it, never a rewrite, until somebody revokes it', async () => {
    const { store, bad, damaged, left } = await scene()
    for (const call of [
      () => store.read(bad.id),
      () => store.replace({ ...bad, revision: 'next' }, bad.revision, NOW),
      () => store.end(bad.id, ending(), NOW, { ifRevision: bad.revision }),
    ]) {
      await expect(call()).rejects.toThrow(RecordFormatError)
      await expect(call()).rejects.toThrow(bad.id)
    }
    expect(await store.create(bad, NOW)).toEqual({ outcome: 'duplicate' })
    expect(await left()).toBe(damaged)
    expect(await store.end(bad.id, ending(), NOW)).toEqual({ id: bad.id, userId: null, group: '' })
    expect(await left()).toBe(null)
    expect(await store.end(bad.id, ending(), NOW)).toBe(null)
  })

  test('an end of everything leaves nothing that might come back', async () => {
    const { store, good, bad, left } = await scene()
    const ids = (await store.endAll(ownerOf('alice'), ending(), NOW)).map(({ id }) => id)
    expect(ids.sort()).toEqual([good.id, bad.id].sort())
    expect(await left()).toBe(null)
  })
})

test('what is noted about a user in a newer format refuses the login instead of being passed over', async () => {
  const server = open.server(await startRedis())
  const redis = open.redis(server.port)
  const store = redisStore(redis)
  await redis.hset(key, '@alice', '2 something new')
  await expect(store.create(record(), NOW)).rejects.toThrow('@alice')
  await expect(store.endAll(ownerOf('alice'), ending(), NOW)).rejects.toThrow('@alice')
  expect(await redis.hget(key, '@alice')).toBe('2 something new')
})
