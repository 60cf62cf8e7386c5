import { afterEach, describe, expect, test } from 'vitest'
import { findProgram, until } from '../src/program.ts'
import { startProxy } from '../src/proxy.ts'
import { startRedis } from '../src/redis.ts'
import { startRedisCluster, startReplicaPair, startWatchedPair } from '../src/redis-topologies.ts'
import { ask } from '../src/resp.ts'

const opened: { stop(): Promise<void> }[] = []
const using = <T extends { stop(): Promise<void> }>(server: T): T => {
  opened.push(server)
  return server
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.stop()))
})

describe('a redis-server for tests', () => {
  test('a durable one has everything after a kill and a restart, on the same port', async () => {
    const server = using(await startRedis({ durable: true }))
    const { port } = server
    await server.command('SET', 'k', 'vé')
    await server.kill()
    await expect(server.command('PING')).rejects.toThrow()
    await server.restart()
    expect(server.port).toBe(port)
    expect(await server.command('GET', 'k')).toBe('vé')
  })

  test('a paused one answers once it is resumed', async () => {
    const server = using(await startRedis())
    server.pause()
    await expect(ask(server.port, ['PING'], 100)).rejects.toThrow('no answer')
    server.resume()
    expect(await server.command('PING')).toBe('PONG')
  })

  test('a replica follows, and takes over', async () => {
    const pair = using(await startReplicaPair())
    await pair.master.command('SET', 'k', 'v')
    await pair.caughtUp()
    await pair.master.kill()
    await pair.failOver()
    expect(await pair.replica.command('GET', 'k')).toBe('v')
    expect(await pair.replica.command('SET', 'k', 'w')).toBe('OK')
  })

  test('a sentinel makes the replica the master when the master is gone', async () => {
    const pair = using(await startWatchedPair())
    expect(await pair.masterPort()).toBe(pair.master.port)
    await pair.master.kill()
    await until('the sentinel decided', async () => (await pair.masterPort()) === pair.replica.port)
    await until('the replica obeyed', async () => (await pair.replica.info('role')) === 'master')
  })

  test('three masters share the slots, and a slot can move with what it holds', async () => {
    const cluster = using(await startRedisCluster())
    const slot = await cluster.slotOf('{a}k')
    const source = await cluster.ownerOf(slot)
    await source.command('SET', '{a}k', 'v')
    const target = cluster.nodes.find((node) => node !== source)
    if (target === undefined) throw new Error('one node only')
    await cluster.beginMigration(slot, target)
    await expect(source.command('GET', '{a}other')).rejects.toThrow(`ASK ${slot} 127.0.0.1:${target.port}`)
    await cluster.finishMigration(slot, target)
    expect(await target.command('GET', '{a}k')).toBe('v')
    expect(await cluster.ownerOf(slot)).toBe(target)
  })

  test('a proxy loses the answer, but not the command', async () => {
    const server = using(await startRedis())
    const proxy = using(await startProxy(server.port))
    const cut = proxy.cutNextAnswer()
    await expect(ask(proxy.port, ['INCR', 'n'])).rejects.toThrow()
    await cut
    expect(await ask(proxy.port, ['GET', 'n'])).toBe('1')
    proxy.accept(false)
    await expect(ask(proxy.port, ['PING'])).rejects.toThrow()
  })

  test('a missing program is one line that says what to install', () => {
    expect(() => findProgram('no-such-server', 'apt-get install it')).toThrow(
      /^no-such-server is not on PATH\. Install it: apt-get install it$/,
    )
  })
})
