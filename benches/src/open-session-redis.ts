import { redisStore } from '@sess/redis'
import { startRedis } from '@sess/servers/redis'
import { Redis } from 'ioredis'
import { inTurn } from './contender.ts'
import { bareGet } from './contenders/bare-get.ts'
import { byHandOn } from './contenders/by-hand-redis.ts'
import { sess } from './contenders/sess.ts'
import { bench } from './report.ts'

/**
 * Opening valid sessions of 64 users on a real Redis, in one run against the bare GET of values as large as their records, against the
 * read of the store alone, and against what somebody would write by hand; and Sess and GET once more with the client's own pipelining.
 */
const server = await startRedis()
const clients: Redis[] = []
const connect = (enableAutoPipelining = false): Redis => {
  const client = new Redis(server.port, '127.0.0.1', { enableAutoPipelining })
  clients.push(client)
  return client
}

/** Short, so that contenders meet the same moment of the machine; milliseconds, and how many. */
const MANY_SHORT_ROUNDS = [15, 101] as const

const cases = [
  {
    what: 'One at a time',
    meter: { of: 'wall', atOnce: 1 },
    comparisons: [
      { of: 'Wall time, Sess to GET', ratio: [0, 1], aim: 'at most 1.15' },
      { of: 'Wall time, the read of the store to GET', ratio: [2, 1], aim: 'none' },
      { of: 'Wall time, by hand to GET', ratio: [3, 1], aim: 'none' },
      { of: 'Wall time, Sess to by hand', ratio: [0, 3], aim: 'none' },
      { of: 'Wall time, GET with auto-pipelining to without', ratio: [5, 1], aim: 'none' },
      { of: 'Wall time, Sess with auto-pipelining to without', ratio: [4, 0], aim: 'none' },
    ],
  },
  {
    what: '64 at once',
    meter: { of: 'wall', atOnce: 64 },
    comparisons: [
      { of: 'Throughput, Sess to GET', ratio: [1, 0], aim: 'at least 0.8' },
      { of: 'Throughput, the read of the store to GET', ratio: [1, 2], aim: 'none' },
      { of: 'Throughput, by hand to GET', ratio: [1, 3], aim: 'none' },
      { of: 'Throughput, Sess to by hand', ratio: [3, 0], aim: 'none' },
      { of: 'Throughput, GET with auto-pipelining to without', ratio: [1, 5], aim: 'none' },
      { of: 'Throughput, Sess with auto-pipelining to without', ratio: [0, 4], aim: 'none' },
      { of: 'Throughput, Sess to GET, both with auto-pipelining', ratio: [5, 4], aim: 'none' },
    ],
  },
] as const

try {
  const store = redisStore(connect())
  const ours = await sess('Sess on @sess/redis', store, 64)
  const next = inTurn(ours.sessionIds)
  const auto = await sess('Sess, enableAutoPipelining', redisStore(connect(true)), 64)
  await bench(
    'open-session-redis',
    'Opening a valid session, on Redis',
    [
      ours,
      await bareGet(connect(), ours.sessionIds),
      { name: 'the read of the store alone', run: async () => void (await store.read(next())) },
      await byHandOn(connect(), 64),
      auto,
      { ...(await bareGet(connect(true), auto.sessionIds)), name: 'ioredis GET, enableAutoPipelining' },
    ],
    [
      ...cases,
      ...([1, 64] as const).map((atOnce) => ({
        what: `${atOnce} at once, CPU of the process`,
        meter: { of: 'cpu' as const, atOnce },
        comparisons: [
          { of: 'CPU, Sess to GET', ratio: [0, 1] as const, aim: 'none' },
          { of: 'CPU, the read of the store to GET', ratio: [2, 1] as const, aim: 'none' },
          { of: 'CPU, Sess to by hand', ratio: [0, 3] as const, aim: 'none' },
        ],
      })),
    ],
    ...MANY_SHORT_ROUNDS,
  )
} finally {
  for (const client of clients) client.disconnect()
  await server.stop()
}
