import { createSessions, isLive, type SessEvent } from '@sess/core'
import { until } from '@sess/servers/program'
import { startProxy } from '@sess/servers/proxy'
import { startRedisCluster, startReplicaPair, startWatchedPair } from '@sess/servers/redis-topologies'
import { Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import { redisStore } from '../src/index.ts'
import { Browser } from './helpers/browser.ts'
import { Crowd } from './helpers/crowd.ts'
import { ending, NOW, ownerOf, partition, record } from './helpers/records.ts'
import { opened } from './helpers/servers.ts'

const open = opened()
const MINUTE = 60_000

/** A master behind a proxy, and a replica that can be cut off and made the master with what it has by then. */
async function behindProxy() {
  const pair = open.server(await startReplicaPair())
  const proxy = open.server(await startProxy(pair.master.port))
  const redis = open.redis(proxy.port)
  return {
    pair,
    redis,
    /** From now on nothing reaches the replica. */
    async cutOff() {
      await pair.caughtUp()
      await pair.replica.command('REPLICAOF', 'NO', 'ONE')
    },
    /** The master is lost with all that only it had. */
    async takeOver() {
      proxy.retarget(pair.replica.port)
      proxy.cut()
      await pair.master.kill()
      await until('the client is back', () => redis.ping().then(() => true))
    },
  }
}

describe('a fail-over that loses the last writes', () => {
  test('loses a renewal: nobody notices', async () => {
    const { redis, cutOff, takeOver } = await behindProxy()
    const events: SessEvent[] = []
    let now = NOW
    const sessions = createSessions({
      store: redisStore(redis),
      now: () => now,
      onEvent: (event) => events.push(event),
    })
    const alice = new Browser()
    const userId = () => alice.visit(sessions, (session) => session.userId)
    await alice.visit(sessions, (session) => session.login('alice', { amr: ['pwd'] }))
    expect(await userId()).toBe('alice')
    await cutOff()
    now += 16 * MINUTE
    const before = [...alice.cookies]
    expect(await userId()).toBe('alice')
    expect([...alice.cookies]).not.toEqual(before)
    await takeOver()
    for (let request = 0; request < 4; request++) {
      expect(await userId()).toBe('alice')
      now += 16 * MINUTE
    }
    const types = events.map(({ type }) => type)
    expect(types).toContain('session-advanced')
    expect(types).not.toContain('session-ended')
    expect(types).not.toContain('token-reused')
  })

  test('loses a revocation, unless the store waits for replicas: then the call says that it may be lost', async () => {
    const { redis, cutOff, takeOver } = await behindProxy()
    const store = redisStore(redis)
    const careful = redisStore(redis, { waitReplicas: { replicas: 1, timeout: 4_000 } })
    const hasty = redisStore(redis, { waitReplicas: { replicas: 1, timeout: 100 } })
    const [lost, kept] = [record(), record({ userId: 'bob' })]
    await store.create(lost, NOW)
    await store.create(kept, NOW)
    await careful.end(kept.id, ending(), NOW)
    await cutOff()
    expect(await store.end(lost.id, ending(), NOW)).not.toBe(null)
    await expect(hasty.endAll(ownerOf('carol'), ending(), NOW, { notBefore: NOW })).rejects.toThrow(
      'only 0 of 1 replicas',
    )
    await takeOver()
    expect(await store.read(kept.id)).toMatchObject({ ended: { reason: 'logout' } })
    const back = await store.read(lost.id)
    expect(back && isLive(back, NOW)).toBe(true)
    expect(await store.end(lost.id, ending(), NOW)).not.toBe(null)
  })
})

describe('waiting for replicas', () => {
  test('a login, a re-keying and every end wait; a read, a touch and a renewal do not', async () => {
    const { redis, pair } = await behindProxy()
    const store = redisStore(redis, { waitReplicas: { replicas: 1, timeout: 4_000 } })
    const waits = async (run: () => Promise<unknown>) => {
      await pair.master.command('CONFIG', 'RESETSTAT')
      await run()
      const stats = String(await pair.master.command('INFO', 'commandstats'))
      return Number(/cmdstat_wait:calls=(\d+)/.exec(stats)?.[1] ?? 0)
    }
    const [guest, user] = [record({ userId: null }), record()]
    const next = { ...user, revision: 'next' }
    // Once before it counts: a server that does not know a script yet is asked twice.
    await store.end(user.id, ending(), NOW)
    await store.endAll(ownerOf('nobody'), ending(), NOW)
    expect(await waits(() => store.create(guest, NOW))).toBe(0)
    const supersedes = { supersedes: guest.id, supersededAs: ending() }
    expect(await waits(() => store.create(user, NOW, supersedes))).toBe(2)
    expect(await waits(() => store.read(user.id))).toBe(0)
    expect(await waits(() => store.replace(next, user.revision, NOW))).toBe(0)
    expect(await waits(() => store.list(ownerOf('alice'), NOW))).toBe(0)
    const rekeyed = { ...user, revision: 'rekeyed' }
    expect(await waits(() => store.replace(rekeyed, 'next', NOW, { publish: 'rekeyed' }))).toBe(1)
    expect(await waits(() => store.end(user.id, ending(), NOW))).toBe(1)
    expect(await waits(() => store.endAll(ownerOf('alice'), ending(), NOW))).toBe(1)
  })

  test('when both answers are lost, what is written again is waited for', async () => {
    const pair = open.server(await startReplicaPair())
    const proxy = open.server(await startProxy(pair.master.port))
    const store = redisStore(open.redis(proxy.port), { waitReplicas: { replicas: 1, timeout: 4_000 } })
    const one = record()
    await store.create(one, NOW)
    const cut = proxy.cutNextAnswer()
    expect(await store.end(one.id, ending(), NOW)).toMatchObject({ id: one.id })
    await cut
    await pair.replica.command('REPLICAOF', 'NO', 'ONE')
    const onReplica = redisStore(open.redis(pair.replica.port))
    expect(await onReplica.read(one.id)).toMatchObject({ ended: { reason: 'logout' } })
  })

  test('on a cluster it follows a slot that has moved, and scripts that are not there yet', async () => {
    const cluster = open.server(await startRedisCluster())
    const store = redisStore(open.cluster(cluster.nodes), { waitReplicas: { replicas: 1, timeout: 50 } })
    const [first, second] = [record(), record()]
    await expect(store.create(first, NOW)).rejects.toThrow('It is done, but only 0 of 1 replicas')
    const slot = await cluster.slotOf(`{${partition('alice')}}`)
    const source = await cluster.ownerOf(slot)
    const target = cluster.nodes.find((node) => node !== source)
    if (target === undefined) throw new Error('one node only')
    await cluster.beginMigration(slot, target)
    await cluster.finishMigration(slot, target)
    await expect(store.create(second, NOW)).rejects.toThrow('It is done, but only 0 of 1 replicas')
    expect(await store.list(ownerOf('alice'), NOW)).toEqual([first, second])
  })
})

test('a hundred clients behind a sentinel go on with the new master, without a restart', async () => {
  const pair = open.server(await startWatchedPair())
  const sentinel = { host: '127.0.0.1', port: pair.sentinel.port }
  const clients = Array.from({ length: 2 }, () =>
    open.client(
      new Redis({
        sentinels: [sentinel],
        name: pair.name,
        sentinelRetryStrategy: () => 100,
        retryStrategy: () => 100,
      }),
    ),
  )
  const crowd = new Crowd(clients.map((client) => redisStore(client, { timeout: 500 })))
  await crowd.work(5)
  // What only the old master had is lost with it; nothing is, while the crowd holds still.
  await crowd.pausedWhile(async () => {
    await pair.caughtUp()
    await pair.master.kill()
  })
  await until('the sentinel decided', async () => (await pair.masterPort()) === pair.replica.port)
  await crowd.recovered()
  expect(await crowd.settle()).toEqual([])
})
