import { startProxy } from '@sess/servers/proxy'
import { startRedis } from '@sess/servers/redis'
import { startRedisCluster, startReplicaPair } from '@sess/servers/redis-topologies'
import { afterAll, describe, expect, test } from 'vitest'
import { type RedisClient, redisStore } from '../src/index.ts'
import { Crowd } from './helpers/crowd.ts'
import { ending, NOW, partition, record } from './helpers/records.ts'
import { opened } from './helpers/servers.ts'

const open = opened()
const unhandled: unknown[] = []
const note = (reason: unknown) => unhandled.push(reason)
process.on('unhandledRejection', note)
afterAll(() => {
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const crowdOn = (...clients: RedisClient[]) =>
  new Crowd(clients.map((client) => redisStore(client, { timeout: 500 })))

describe('a hundred clients work on while', () => {
  test('the server is killed, and comes back with what it had acknowledged', async () => {
    const server = open.server(await startRedis({ durable: true }))
    const crowd = crowdOn(open.redis(server.port), open.redis(server.port))
    for (let round = 0; round < 3; round++) {
      await crowd.work(5)
      await server.kill()
      await pause(100)
      await server.restart()
      await crowd.recovered()
    }
    expect(await crowd.settle()).toEqual([])
  })

  test('the server holds still for two seconds', async () => {
    const server = open.server(await startRedis())
    const crowd = crowdOn(open.redis(server.port), open.redis(server.port))
    await crowd.work(5)
    server.pause()
    await pause(2_000)
    expect(crowd.failures).toBeGreaterThan(0)
    server.resume()
    await crowd.recovered()
    expect(await crowd.settle()).toEqual([])
  })

  test('connections are cut between commands and their answers', async () => {
    const server = open.server(await startRedis())
    const proxies = await Promise.all([startProxy(server.port), startProxy(server.port)])
    for (const proxy of proxies) open.server(proxy)
    const crowd = crowdOn(...proxies.map(({ port }) => open.redis(port)))
    for (let round = 0; round < 20; round++) {
      await crowd.work(1)
      await proxies[round % 2]?.cutNextAnswer()
    }
    await crowd.recovered()
    expect(await crowd.settle()).toEqual([])
  })

  test('the operator kills their connections', async () => {
    const server = open.server(await startRedis())
    const crowd = crowdOn(open.redis(server.port), open.redis(server.port))
    for (let round = 0; round < 10; round++) {
      await crowd.work(2)
      await server.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    }
    await crowd.recovered()
    expect(await crowd.settle()).toEqual([])
  })

  test('slots move from node to node', async () => {
    const cluster = open.server(await startRedisCluster())
    const crowd = crowdOn(open.cluster(cluster.nodes), open.cluster(cluster.nodes))
    await crowd.work(5)
    for (let user = 0; user < 5; user++) {
      const slot = await cluster.slotOf(`{${partition(`user-${user}`)}}`)
      const source = await cluster.ownerOf(slot)
      const target = cluster.nodes[(cluster.nodes.indexOf(source) + 1) % cluster.nodes.length]
      if (target === undefined) throw new Error('one node only')
      await cluster.beginMigration(slot, target)
      await crowd.work(1)
      await cluster.finishMigration(slot, target)
    }
    await crowd.recovered()
    expect(await crowd.settle()).toEqual([])
    expect(crowd.failures).toBe(0)
  })

  test('a replica takes over that has everything', async () => {
    const pair = open.server(await startReplicaPair())
    const proxy = open.server(await startProxy(pair.master.port))
    const reconnectOnError = (error: Error) => error.message.includes('READONLY')
    const crowd = crowdOn(open.redis(proxy.port, { reconnectOnError }))
    await crowd.work(5)
    proxy.accept(false)
    proxy.cut()
    await pair.caughtUp()
    await pair.failOver()
    proxy.retarget(pair.replica.port)
    proxy.accept(true)
    await crowd.recovered()
    expect(await crowd.settle()).toEqual([])
  })
})

describe('an answer that is lost', () => {
  async function behindProxy() {
    const server = open.server(await startRedis())
    const proxy = open.server(await startProxy(server.port))
    const store = redisStore(open.redis(proxy.port))
    await store.read(record().id)
    return { proxy, store }
  }

  test('of an end: the call is still told what it ended', async () => {
    const { proxy, store } = await behindProxy()
    const one = record()
    await store.create(one, NOW)
    const cut = proxy.cutNextAnswer()
    const ref = { id: one.id, userId: one.userId, group: one.group }
    expect(await store.end(one.id, ending(), NOW)).toEqual(ref)
    await cut
    expect(await store.end(one.id, ending(), NOW)).toBe(null)
  })

  test('of an end of everything', async () => {
    const { proxy, store } = await behindProxy()
    const both = [record(), record()]
    for (const one of both) await store.create(one, NOW)
    const cut = proxy.cutNextAnswer()
    const owner = { userId: 'alice', partition: partition('alice') }
    const ids = (await store.endAll(owner, ending(), NOW)).map(({ id }) => id)
    expect(ids.sort()).toEqual(both.map(({ id }) => id).sort())
    await cut
    expect(await store.endAll(owner, ending(), NOW)).toEqual([])
  })

  test('of superseding a guest: what the guest wrote last is handed over all the same', async () => {
    const { proxy, store } = await behindProxy()
    const guest = record({ userId: null })
    await store.create(guest, NOW)
    const latest = { ...guest, body: 'the cart, as it was filled last', revision: 'latest' }
    await store.replace(latest, guest.revision, NOW)
    const supersedes = { supersedes: guest.id, supersededAs: ending({ reason: 'signed-in-again' }) }
    // The first answer is that of the create itself, the second that of ending the guest.
    const cut = proxy.cutNextAnswer(1)
    const answer = await store.create(record(), NOW, supersedes)
    await cut
    expect(answer).toMatchObject({ outcome: 'created', superseded: latest })
  })

  test('of a device met first, and of what is used once: the first stays the first', async () => {
    const { proxy, store } = await behindProxy()
    const owner = { userId: 'alice', partition: partition('alice') }
    let cut = proxy.cutNextAnswer()
    expect(await store.recognize(owner, 'device', NOW, 1_000)).toBe('new')
    await cut
    expect(await store.recognize(owner, 'device', NOW, 1_000)).toBe('known')
    cut = proxy.cutNextAnswer()
    expect(await store.consumeOnce('ticket', Date.now() + 60_000)).toBe(true)
    await cut
    expect(await store.consumeOnce('ticket', Date.now() + 60_000)).toBe(false)
  })
})
