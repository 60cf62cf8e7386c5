import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RedisServer, startRedis } from '@sess/servers/redis'
import { expect, test } from 'vitest'
import { redisStore } from '../src/index.ts'
import { ending, NOW, ownerOf, record } from './helpers/records.ts'
import { opened } from './helpers/servers.ts'

const open = opened()

/** The user that the README gives, as name and rules. */
function userOfReadme(): { name: string; rules: string[] } {
  const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  const [, name = '', rules = ''] = /<!-- acl -->\n```\nACL SETUSER (\S+) (.+)\n```/.exec(text) ?? []
  return { name, rules: rules.replace('‹password›', 'secret').split(' ') }
}

const { name, rules } = userOfReadme()

async function connect(server: RedisServer, allowed: readonly string[]) {
  await server.command('ACL', 'DELUSER', name)
  await server.command('ACL', 'SETUSER', name, ...allowed)
  const signIn = { username: name, password: 'secret' }
  return { redis: open.redis(server.port, signIn), subscriber: open.redis(server.port, signIn) }
}

/** Everything that a store does, with all options, and on the paths that are rare. */
async function everything(server: RedisServer, allowed: readonly string[]): Promise<void> {
  const { redis, subscriber } = await connect(server, allowed)
  const options = { prefix: `sess:${Math.random()}`, subscriber }
  const store = redisStore(redis, options)
  const waiting = redisStore(redis, { ...options, waitReplicas: { replicas: 1, timeout: 5 } })
  const notices: string[] = []
  const stop = await store.subscribe?.(
    ({ kind }) => notices.push(kind),
    () => {},
  )
  const owner = ownerOf('alice')
  const limit = { limit: { max: 2, overflow: 'evict-oldest' }, evictedAs: ending() } as const
  const guest = record({ userId: null })
  await store.create(guest, NOW)
  const [first, second, third] = [record(), record(), record()]
  for (const one of [first, second, third]) {
    await store.create(one, NOW, { ...limit, supersedes: guest.id, supersededAs: ending() })
  }
  const next = { ...third, revision: 'next', keepUntil: third.keepUntil + 1_000 }
  await store.replace(next, third.revision, NOW, { publish: 'rekeyed' })
  expect(await store.read(next.id)).toEqual(next)
  await store.endAll(owner, ending(), NOW, { except: next.id, notBefore: NOW, mark: 'm' })
  await store.replace({ ...next, revision: 'later' }, 'next', NOW, { clearMark: 'm' })
  expect(await store.list(owner, NOW)).toHaveLength(1)
  await waiting.end(next.id, ending(), NOW).catch((error: Error) => {
    expect(error.message).toContain('only 0 of 1 replicas')
  })
  // Late enough for what is over to be dropped.
  const late = NOW + 10_000_000
  for (const given of [limit, {}]) await store.create(record({ now: late }), late, given)
  await store.end(first.id, ending(), late)
  await store.recognize(owner, 'one', NOW, 1_000)
  for (const device of ['two', 'three']) await store.recognize(owner, device, late, 1_000)
  expect(await store.consumeOnce('ticket', Date.now() + 1_000)).toBe(true)
  expect(await store.consumeOnce('ticket', Date.now() + 1_000)).toBe(false)
  await server.command('SCRIPT', 'FLUSH')
  await store.end(second.id, ending(), late)
  await expect.poll(() => notices).toContain('rekeyed')
  await stop?.()
  for (const client of [redis, subscriber]) client.disconnect()
}

test('the user of the README may do everything that the store does, and nothing beside', async () => {
  const server = open.server(await startRedis())
  await everything(server, rules)
  expect(open.errors).toEqual([])
  const { redis } = await connect(server, rules)
  for (const refused of [
    () => redis.set('another-app', 'x'),
    () => redis.get('another-app'),
    () => redis.keys('*'),
    () => redis.flushall(),
    () => redis.config('GET', '*'),
    () => redis.acl('LIST'),
    () => redis.publish('another-channel', 'x'),
    () => redis.eval("return redis.call('GET', 'another-app')", 0),
    () => redis.eval("return redis.call('FLUSHALL')", 0),
  ]) {
    await expect(refused()).rejects.toThrow(/NOPERM|can't (access|run)/)
  }
})

test('each of its rights is needed', async () => {
  const server = open.server(await startRedis())
  const rights = rules.filter((rule) => /^([+~&])/.test(rule) && rule !== '+info')
  expect(rights.length).toBeGreaterThan(15)
  for (const right of rights) {
    const without = rules.filter((rule) => rule !== right)
    await expect(everything(server, without), right).rejects.toThrow()
  }
})
