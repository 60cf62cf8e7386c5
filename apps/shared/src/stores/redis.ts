import { redisStore } from '@sess/redis'
import { Redis } from 'ioredis'
import type { DemoStore } from '../store.ts'
import { unusable } from './unusable.ts'

export async function openRedis(url: string): Promise<DemoStore> {
  const redis = clientFor(url)
  const { path, host, port } = redis.options
  const name = `Redis at ${path ?? `${host}:${port}`}`
  let problem: Error | null = null
  // While it is away every request fails, and says so; ioredis connects again by itself.
  redis.on('error', (error) => {
    problem = error
  })
  try {
    await redis.connect()
    return { store: redisStore(redis), name, close: async () => redis.disconnect() }
  } catch (error) {
    redis.disconnect()
    // The connection only says that it is closed.
    throw unusable(name, problem ?? error, 'REDIS_URL')
  }
}

function clientFor(url: string): Redis {
  try {
    return new Redis(url, { lazyConnect: true, connectTimeout: 5_000 })
  } catch {
    throw new Error('REDIS_URL is no address. It looks like redis://:password@localhost:6379')
  }
}
