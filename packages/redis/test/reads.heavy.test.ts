import { startProxy } from '@sess/servers/proxy'
import { startRedis } from '@sess/servers/redis'
import { startRedisCluster } from '@sess/servers/redis-topologies'
import { expect, test } from 'vitest'
import { redisStore } from '../src/index.ts'
import { NOW, record } from './helpers/records.ts'
import { opened } from './helpers/servers.ts'

const open = opened()

test('reads of one moment are each answered with their own record, whatever the others find', async () => {
  const server = open.server(await startRedis())
  const redis = open.redis(server.port)
  const store = redisStore(redis)
  const records = Array.from({ length: 200 }, (_, i) => record({ userId: `user-${i}`, body: `1${i}` }))
  await Promise.all(records.map((one) => store.create(one, NOW)))
  const [damaged = record(), strange = record()] = records
  await redis.hset(`sess:{${damaged.id.slice(0, 12)}}`, damaged.id, 'nonsense')
  await redis.del(`sess:{${strange.id.slice(0, 12)}}`)
  await redis.set(`sess:{${strange.id.slice(0, 12)}}`, 'no hash')
  const missing = record({ userId: 'nobody' })

  const answers = await Promise.allSettled([...records, missing].map(({ id }) => store.read(id)))
  expect(answers[0]).toMatchObject({ status: 'rejected', reason: { code: 'sess/record-format' } })
  expect(answers[1]).toMatchObject({
    status: 'rejected',
    reason: { message: expect.stringMatching(/WRONGTYPE/) },
  })
  expect(answers.slice(2, -1).map((answer) => answer.status === 'fulfilled' && answer.value)).toEqual(
    records.slice(2),
  )
  expect(answers.at(-1)).toEqual({ status: 'fulfilled', value: null })
})

test('of reads whose connection was lost when some were answered, the rest are asked again', async () => {
  const server = open.server(await startRedis())
  const proxy = open.server(await startProxy(server.port))
  const store = redisStore(open.redis(proxy.port))
  // Large, so that the answers come in several pieces.
  const records = Array.from({ length: 20 }, (_, i) =>
    record({ userId: `user-${i}`, body: 'x'.repeat(100_000) }),
  )
  await Promise.all(records.map((one) => store.create(one, NOW)))
  const cut = proxy.cutNextAnswer(5)
  const answers = await Promise.all(records.map(({ id }) => store.read(id)))
  await cut
  expect(answers).toEqual(records)
})

test('gathered or not, a read that gets no answer fails in time, and the next ones work', async () => {
  const server = open.server(await startRedis())
  const store = redisStore(open.redis(server.port), { timeout: 300 })
  const one = record()
  await store.create(one, NOW)
  server.pause()
  const answers = await Promise.allSettled(Array.from({ length: 50 }, () => store.read(one.id)))
  server.resume()
  for (const answer of answers)
    expect(answer).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('did not answer within 300 ms') },
    })
  expect(await Promise.all([1, 2, 3].map(() => store.read(one.id)))).toEqual([one, one, one])
})

test('in a cluster, and with a client that pipelines by itself, they go their own way', async () => {
  const cluster = open.server(await startRedisCluster())
  for (const enableAutoPipelining of [false, true]) {
    const store = redisStore(open.cluster(cluster.nodes, { enableAutoPipelining }))
    const records = Array.from({ length: 60 }, (_, i) => record({ userId: `${enableAutoPipelining}-${i}` }))
    for (const one of records) await store.create(one, NOW)
    expect(await Promise.all(records.map(({ id }) => store.read(id)))).toEqual(records)
  }
})
