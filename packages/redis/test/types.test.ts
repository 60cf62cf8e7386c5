import { Cluster as Cluster6, Redis as Redis6 } from 'ioredis'
import { Cluster as Cluster5, Redis as Redis5 } from 'ioredis5'
import { expect, test } from 'vitest'
import { type RedisClient, redisStore } from '../src/index.ts'

test('one type fits the clients of ioredis 5 and 6, and both kinds', () => {
  const lazy = { lazyConnect: true } as const
  const clients: RedisClient[] = [
    new Redis5(lazy),
    new Redis6(lazy),
    new Redis6({ ...lazy, replyMapping: 'resp3' }),
    new Cluster5([], lazy),
    new Cluster6([], lazy),
  ]
  for (const client of clients) {
    redisStore(client)
    redisStore(client, { subscriber: new Redis5(lazy) })
    redisStore(client, { subscriber: new Redis6(lazy) })
  }
  expect(clients.map(({ status }) => status)).toEqual(clients.map(() => 'wait'))
})
