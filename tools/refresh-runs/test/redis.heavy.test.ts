import type { SessionStore } from '@sess/core'
import { redisStore } from '@sess/redis'
import { type RedisServer, startRedis } from '@sess/servers/redis'
import { Redis } from 'ioredis'
import { afterAll, beforeAll } from 'vitest'
import { runs } from './runs.ts'

let server: RedisServer
let redis: Redis
let store: SessionStore

beforeAll(async () => {
  server = await startRedis()
  redis = new Redis({ host: '127.0.0.1', port: server.port })
  store = redisStore(redis)
})
afterAll(async () => {
  redis.disconnect()
  await server.stop()
})

runs('Redis', () => store, { honest: 200, thefts: 10 })
