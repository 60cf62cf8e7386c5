import { redisStore } from '@sess/redis'
import { startRedis } from '@sess/servers/redis'
import { Redis } from 'ioredis'
import { bareGet } from './contenders/bare-get.ts'
import { sess } from './contenders/sess.ts'
import { bench } from './report.ts'

/** Opening valid sessions of 64 users on a real Redis, in one run against the bare GET of values as large as their records. */
const server = await startRedis()
const ours = new Redis(server.port, '127.0.0.1')
const bare = new Redis(server.port, '127.0.0.1')
try {
  const store = await sess('Sess on @sess/redis', redisStore(ours), 64)
  const contenders = [store, await bareGet(bare, store.sessionIds)]
  await bench('open-session-redis', 'Opening a valid session, on Redis', contenders, [
    {
      what: 'One at a time',
      meter: { of: 'wall', atOnce: 1 },
      comparisons: [{ of: 'Wall time, Sess to GET', ratio: [0, 1], aim: 'at most 1.15' }],
    },
    {
      what: '64 at once',
      meter: { of: 'wall', atOnce: 64 },
      comparisons: [{ of: 'Throughput, Sess to GET', ratio: [1, 0], aim: 'at least 0.8' }],
    },
  ])
} finally {
  ours.disconnect()
  bare.disconnect()
  await server.stop()
}
