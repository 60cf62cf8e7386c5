import { startRedis } from '@sess/servers/redis'
import { startRedisCluster } from '@sess/servers/redis-topologies'
import { describe, expect, test } from 'vitest'
import { type RedisClient, type RedisStoreOptions, redisStore } from '../src/index.ts'
import { ending, NOW, ownerOf, partition, record } from './helpers/records.ts'
import { opened } from './helpers/servers.ts'

const open = opened()
const KEY = `sess:{${partition('alice')}}`

async function apart(one: [RedisClient, RedisStoreOptions], other: [RedisClient, RedisStoreOptions]) {
  const [first, second] = [redisStore(...one), redisStore(...other)]
  const session = record()
  await first.create(session, NOW)
  expect(await second.read(session.id)).toBe(null)
  expect(await second.create(session, NOW)).toMatchObject({ outcome: 'created' })
  expect(await first.consumeOnce('ticket', Date.now() + 1_000)).toBe(true)
  expect(await second.consumeOnce('ticket', Date.now() + 1_000)).toBe(true)
  const owner = ownerOf('alice')
  expect(await first.recognize(owner, 'device', NOW, 1_000)).toBe('new')
  expect(await second.recognize(owner, 'device', NOW, 1_000)).toBe('new')
  await first.endAll(owner, ending(), NOW, { notBefore: NOW, mark: 'm' })
  expect(await second.list(owner, NOW)).toEqual([session])
  expect(await second.create(record(), NOW, { authenticatedAt: NOW - 1 })).toMatchObject({ mark: null })
}

describe('two apps that share a Redis', () => {
  test('by prefix: neither sees anything of the other', async () => {
    const server = open.server(await startRedis())
    const redis = open.redis(server.port)
    await apart([redis, { prefix: 'shop' }], [redis, { prefix: 'shop2' }])
    const keys = await redis.keys('*')
    expect(keys.filter((key) => !/^shop2?:/.test(key))).toEqual([])
  })

  test('by the key prefix of their clients, scripts included; notices too', async () => {
    const server = open.server(await startRedis())
    const [one, other] = ['app1:', 'app2:'].map((keyPrefix) => open.redis(server.port, { keyPrefix }))
    if (!one || !other) throw new Error('two clients')
    await apart([one, {}], [other, {}])
    const keys = await open.redis(server.port).keys('*')
    expect(keys.filter((key) => !/^app[12]:sess:/.test(key))).toEqual([])

    const told: string[] = []
    for (const client of [one, other]) {
      const listening = redisStore(client, { subscriber: open.redis(server.port) })
      await listening.subscribe?.(
        ({ ref }) => told.push(`${client.options.keyPrefix}${ref.id}`),
        () => {},
      )
    }
    const [mine, theirs] = [record(), record()]
    for (const [client, session] of [
      [one, mine],
      [other, theirs],
    ] as const) {
      const store = redisStore(client, { publish: true })
      await store.create(session, NOW)
      await store.end(session.id, ending(), NOW)
    }
    await expect.poll(() => told).toEqual([`app1:${mine.id}`, `app2:${theirs.id}`])
  })

  test('by database', async () => {
    const server = open.server(await startRedis())
    await apart([open.redis(server.port), {}], [open.redis(server.port, { db: 1 }), {}])
  })

  test('on a cluster, by either prefix, and with auto-pipelining', async () => {
    const cluster = open.server(await startRedisCluster())
    const options = { enableAutoPipelining: true }
    await apart(
      [open.cluster(cluster.nodes, { ...options, keyPrefix: 'app1:' }), {}],
      [open.cluster(cluster.nodes, options), { prefix: 'app2' }],
    )
  })
})

test('everything of one user lies in one slot, and users are spread over all nodes', async () => {
  const cluster = open.server(await startRedisCluster())
  const store = redisStore(open.cluster(cluster.nodes))
  await store.create(record(), NOW)
  await store.create(record(), NOW)
  await store.recognize(ownerOf('alice'), 'device', NOW, 1_000)
  const slots = await Promise.all([KEY, `${KEY}:devices`, `${KEY}:superseded`].map(cluster.slotOf))
  expect(new Set(slots).size).toBe(1)
  await Promise.all(Array.from({ length: 60 }, (_, i) => store.create(record({ userId: `user-${i}` }), NOW)))
  for (const node of cluster.nodes) expect(Number(await node.command('DBSIZE'))).toBeGreaterThan(5)
})
