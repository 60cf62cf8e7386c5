import { inspect } from 'node:util'
import { freePorts, until } from '@sess/servers/program'
import { startProxy } from '@sess/servers/proxy'
import { startRedis } from '@sess/servers/redis'
import { startReplicaPair } from '@sess/servers/redis-topologies'
import { describe, expect, test } from 'vitest'
import { type RedisStore, redisStore } from '../src/index.ts'
import { ending, NOW, ownerOf, record } from './helpers/records.ts'
import { opened } from './helpers/servers.ts'

const open = opened()
const TIMEOUT = 300

/** Every verb, with arguments that would succeed. */
const verbs = (store: RedisStore): Record<string, () => Promise<unknown>> => ({
  create: () => store.create(record(), NOW),
  read: () => store.read(record().id),
  replace: () => store.replace(record(), 'r', NOW),
  end: () => store.end(record().id, ending(), NOW),
  list: () => store.list(ownerOf('alice'), NOW),
  endAll: () => store.endAll(ownerOf('alice'), ending(), NOW),
  recognize: () => store.recognize(ownerOf('alice'), 'hash', NOW, 1_000),
  consumeOnce: () => store.consumeOnce('key', Date.now() + 10_000),
})

/** What each verb failed with; a verb that succeeded is not in it. */
async function failures(store: RedisStore): Promise<Record<string, string>> {
  const failed = await Promise.all(
    Object.entries(verbs(store)).map(async ([verb, call]) => {
      try {
        await call()
        return []
      } catch (error) {
        return [[verb, String(error)]]
      }
    }),
  )
  return Object.fromEntries(failed.flat())
}

const ALL = Object.keys(verbs({} as RedisStore)).sort()

describe('each verb fails, in bounded time and with the cause, when the server', () => {
  test('is not there; and works as soon as it is', async () => {
    const server = open.server(await startRedis())
    await server.kill()
    const store = redisStore(open.redis(server.port), { timeout: TIMEOUT })
    const failed = await failures(store)
    expect(Object.keys(failed).sort()).toEqual(ALL)
    for (const message of Object.values(failed)) expect(message).toContain('ECONNREFUSED')
    await server.restart()
    expect(await failures(redisStore(open.redis(server.port)))).toEqual({})
  })

  test('does not answer', async () => {
    const server = open.server(await startRedis())
    const store = redisStore(open.redis(server.port), { timeout: TIMEOUT })
    expect(await failures(store)).toEqual({})
    server.pause()
    const failed = await failures(store)
    expect(Object.keys(failed).sort()).toEqual(ALL)
    for (const message of Object.values(failed)) expect(message).toContain(`within ${TIMEOUT} ms`)
    server.resume()
    expect(await failures(redisStore(open.redis(server.port)))).toEqual({})
  })

  test('wants a password that the client does not have', async () => {
    const server = open.server(await startRedis({ config: { requirepass: 'secret' }, password: 'secret' }))
    const store = redisStore(open.redis(server.port), { timeout: TIMEOUT })
    const failed = await failures(store)
    expect(Object.keys(failed).sort()).toEqual(ALL)
    for (const message of Object.values(failed)) expect(message).toContain('NOAUTH')
    const right = redisStore(open.redis(server.port, { password: 'secret' }))
    expect(await failures(right)).toEqual({})
  })

  test('has become a replica', async () => {
    const pair = open.server(await startReplicaPair())
    const store = redisStore(open.redis(pair.replica.port), { timeout: TIMEOUT })
    const guest = record({ userId: null })
    await redisStore(open.redis(pair.master.port)).create(guest, NOW)
    await pair.caughtUp()
    await expect(store.create(record(), NOW)).rejects.toThrow('READONLY')
    await expect(store.end(guest.id, ending(), NOW)).rejects.toThrow('READONLY')
    await expect(store.replace({ ...guest, revision: 'n' }, guest.revision, NOW)).rejects.toThrow('READONLY')
    await expect(store.consumeOnce('k', Date.now() + 1_000)).rejects.toThrow('READONLY')
    await expect(store.recognize(ownerOf('a'), 'h', NOW, 1)).rejects.toThrow('READONLY')
    await pair.failOver()
    expect(await store.end(guest.id, ending(), NOW)).toMatchObject({ id: guest.id })
  })

  test('is out of memory: reads go on, nothing is half done, and nobody is signed out', async () => {
    const server = open.server(await startRedis({ config: { 'maxmemory-policy': 'noeviction' } }))
    const redis = open.redis(server.port)
    const store = redisStore(redis)
    const limit = { max: 1, overflow: 'evict-oldest' } as const
    const first = record()
    await store.create(first, NOW)
    await redis.config('SET', 'maxmemory', '1')
    const second = record()
    await expect(store.create(second, NOW, { limit, evictedAs: ending() })).rejects.toThrow('OOM')
    await expect(store.replace({ ...first, revision: 'n' }, first.revision, NOW)).rejects.toThrow('OOM')
    expect(await store.list(ownerOf('alice'), NOW)).toEqual([first])
    await redis.config('SET', 'maxmemory', '0')
    expect(await store.create(second, NOW, { limit, evictedAs: ending() })).toMatchObject({
      outcome: 'created',
    })
  })

  test.each([{}, { waitReplicas: { replicas: 1, timeout: 100 } }])(
    'refuses a command: no error says what was in it, %j',
    async (options) => {
      const server = open.server(await startRedis({ config: { 'maxmemory-policy': 'noeviction' } }))
      const redis = open.redis(server.port)
      const store = redisStore(redis, options)
      await redis.config('SET', 'maxmemory', '1')
      const given = { ...record(), auth: '1["the-proof-key"]', body: '1[{},{"iban":"DE00"}]' }
      for (let i = 0; i < 2; i++) {
        const error = await store.create(given, NOW).catch((error: unknown) => error)
        expect(error).toMatchObject({
          message: expect.stringContaining('OOM'),
          command: { name: expect.stringMatching(/^eval/) },
        })
        const logged =
          inspect(error, { depth: 9, maxStringLength: null, showHidden: true }) + JSON.stringify(error)
        for (const secret of ['the-proof-key', 'DE00']) expect(logged).not.toContain(secret)
      }
    },
  )

  test('refuses the password: no error says which it was', async () => {
    const server = open.server(await startRedis({ config: { requirepass: 'secret' }, password: 'secret' }))
    const wrong = open.redis(server.port, { password: 'of-another-server' })
    const error = await redisStore(wrong, { timeout: TIMEOUT })
      .read(record().id)
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(Error)
    expect(inspect(error, { depth: 9 })).not.toContain('of-another-server')
  })

  test('is still loading; and works once it has', async () => {
    const config = { 'key-load-delay': '500', 'loading-process-events-interval-bytes': '1024' }
    const server = open.server(await startRedis({ durable: true, config }))
    const redis = open.redis(server.port, { maxLoadingRetryTime: 50 })
    await redis.eval('for i = 1, 4000 do redis.call("SET", "k" .. i, "v") end', 0)
    await server.kill()
    const restarted = server.restart()
    const store = redisStore(redis, { timeout: 100 })
    let failed: Record<string, string>[] = []
    do failed = [...failed, await failures(store)]
    while (Object.keys(failed.at(-1) ?? {}).length > 0)
    await restarted
    expect(Object.keys(failed[0] ?? {}).sort()).toEqual(ALL)
  })
})

describe('what the app decided about its client counts', () => {
  test('maxRetriesPerRequest: a call fails after so many attempts, not after the time', async () => {
    const [port = 0] = await freePorts(1)
    const store = redisStore(open.redis(port, { maxRetriesPerRequest: 1 }), { timeout: 60_000 })
    await expect(store.read(record().id)).rejects.toThrow(/in 1 retries \(.*ECONNREFUSED/)
  })

  test('a client that gave up: a call fails at once, with the cause', async () => {
    const [port = 0] = await freePorts(1)
    const redis = open.redis(port, { retryStrategy: () => null })
    const store = redisStore(redis, { timeout: 60_000 })
    await expect(store.read(record().id)).rejects.toThrow(/closed \(.*ECONNREFUSED/)
    await expect(store.read(record().id)).rejects.toThrow('Connection is closed')
  })

  test('no offline queue: a call fails at once', async () => {
    const [port = 0] = await freePorts(1)
    const store = redisStore(open.redis(port, { enableOfflineQueue: false }), { timeout: 60_000 })
    await expect(store.read(record().id)).rejects.toThrow('enableOfflineQueue')
  })

  test('lazyConnect: the first call connects', async () => {
    const server = open.server(await startRedis())
    expect(await failures(redisStore(open.redis(server.port, { lazyConnect: true })))).toEqual({})
  })

  test('a command timeout of its own: it counts where it is shorter', async () => {
    const server = open.server(await startRedis())
    const store = redisStore(open.redis(server.port, { commandTimeout: 100 }), { timeout: 60_000 })
    await store.read(record().id)
    server.pause()
    await expect(store.read(record().id)).rejects.toThrow('Command timed out')
    server.resume()
  })
})

test('a call that failed while the connection was down is not sent when it returns', async () => {
  const server = open.server(await startRedis())
  const proxy = open.server(await startProxy(server.port))
  const redis = open.redis(proxy.port)
  const store = redisStore(redis, { timeout: TIMEOUT })
  await store.read(record().id)
  proxy.accept(false)
  proxy.cut()
  await until('the client noticed', () => redis.status !== 'ready')
  const late = record()
  await expect(store.create(late, NOW)).rejects.toThrow(`within ${TIMEOUT} ms`)
  proxy.accept(true)
  await redis.ping()
  expect(await store.read(late.id)).toBe(null)
  expect(redis.listenerCount('ready')).toBe(0)
})

test('scripts are brought again to a server that forgot them: alone, in a burst, with auto-pipelining', async () => {
  const server = open.server(await startRedis())
  for (const options of [{}, { enableAutoPipelining: true }]) {
    const store = redisStore(open.redis(server.port, options))
    expect(await failures(store)).toEqual({})
    await server.command('SCRIPT', 'FLUSH')
    await server.command('CONFIG', 'RESETSTAT')
    const burst = await Promise.all(Array.from({ length: 50 }, () => store.create(record(), NOW)))
    expect(burst.map(({ outcome }) => outcome)).toEqual(burst.map(() => 'created'))
    // Once, not fifty times.
    expect(String(await server.command('INFO', 'commandstats'))).toContain('cmdstat_eval:calls=1,')
    await server.command('SCRIPT', 'FLUSH')
    expect(await failures(store)).toEqual({})
  }
})
