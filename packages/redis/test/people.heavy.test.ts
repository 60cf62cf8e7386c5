import { startProxy } from '@sess/servers/proxy'
import { startRedis } from '@sess/servers/redis'
import { startRedisCluster, startReplicaPair } from '@sess/servers/redis-topologies'
import { afterAll, describe, expect, test } from 'vitest'
import { type RedisClient, redisStore } from '../src/index.ts'
import { People } from './helpers/people.ts'
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
const peopleOn = (...clients: RedisClient[]) =>
  new People(clients.map((client) => redisStore(client, { timeout: 1_000 })))

describe('people with more than a hundred tabs keep their sessions while', () => {
  test('nothing happens', async () => {
    const server = open.server(await startRedis())
    const people = peopleOn(open.redis(server.port), open.redis(server.port))
    for (let round = 0; round < 3; round++) await people.round()
    expect(people.failures).toBe(0)
    expect(await people.settle()).toEqual([])
  })

  test('the server is killed, and comes back with what it had acknowledged', async () => {
    const server = open.server(await startRedis({ durable: true }))
    const people = peopleOn(open.redis(server.port), open.redis(server.port))
    await people.round()
    for (let round = 0; round < 3; round++) {
      const under = people.round()
      await pause(30)
      await server.kill()
      await pause(100)
      await server.restart()
      await under
    }
    expect(await people.settle()).toEqual([])
  })

  test('the server holds still, for longer than a call may take', async () => {
    const server = open.server(await startRedis())
    const people = peopleOn(open.redis(server.port), open.redis(server.port))
    await people.round()
    const under = people.round()
    await pause(30)
    server.pause()
    await pause(1_500)
    server.resume()
    await under
    expect(people.failures).toBeGreaterThan(0)
    expect(await people.settle()).toEqual([])
  })

  test('connections are cut between commands and their answers', async () => {
    const server = open.server(await startRedis())
    const proxies = await Promise.all([startProxy(server.port), startProxy(server.port)])
    for (const proxy of proxies) open.server(proxy)
    const people = peopleOn(...proxies.map(({ port }) => open.redis(port)))
    await people.round()
    for (let round = 0; round < 3; round++) {
      const under = people.round()
      for (let i = 0; i < 6; i++) await Promise.race([proxies[i % 2]?.cutNextAnswer(), under])
      await under
    }
    for (const proxy of proxies) proxy.passAnswers()
    expect(await people.settle()).toEqual([])
  })

  test('a replica takes over that has everything', async () => {
    const pair = open.server(await startReplicaPair())
    const proxy = open.server(await startProxy(pair.master.port))
    const people = peopleOn(open.redis(proxy.port), open.redis(proxy.port))
    await people.round()
    await people.round()
    const under = people.round()
    await pause(30)
    proxy.accept(false)
    proxy.cut()
    await pair.caughtUp()
    await pair.failOver()
    proxy.retarget(pair.replica.port)
    proxy.accept(true)
    await under
    expect(await people.settle()).toEqual([])
  })

  test('a node of the cluster is killed and comes back', async () => {
    const cluster = open.server(await startRedisCluster(3, { durable: true }))
    const people = peopleOn(open.cluster(cluster.nodes), open.cluster(cluster.nodes))
    await people.round()
    const under = people.round()
    await pause(30)
    await cluster.nodes[1]?.kill()
    await pause(100)
    await cluster.nodes[1]?.restart()
    await under
    expect(await people.settle()).toEqual([])
  })
})
