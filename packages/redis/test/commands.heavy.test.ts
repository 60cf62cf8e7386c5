import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RedisServer, startRedis } from '@sess/servers/redis'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RedisStore, redisStore } from '../src/index.ts'
import { ending, NOW, ownerOf, partition, record } from './helpers/records.ts'

let server: RedisServer
let redis: Redis
let store: RedisStore
/** A user with 10,000 sessions. */
let many: Awaited<ReturnType<typeof userWith>>

beforeAll(async () => {
  server = await startRedis()
  redis = new Redis({ port: server.port, host: '127.0.0.1' })
  store = redisStore(redis, { publish: true })
  many = await userWith(10_000)
})
afterAll(async () => {
  redis.disconnect()
  await server.stop()
})

interface Counted {
  /** What the client sent. */
  readonly sent: string
  /** What the scripts then did by themselves. */
  readonly inside: string
}

/** What the server counted while it ran. Everything beside EVALSHA was done by the scripts, where there was one. */
async function counted(run: () => Promise<unknown>): Promise<Counted> {
  await server.command('CONFIG', 'RESETSTAT')
  await run()
  const stats = String(await server.command('INFO', 'commandstats'))
  const calls = [...stats.matchAll(/cmdstat_([a-z]+)[^:]*:calls=(\d+)/g)]
    .map(([, name = '', count = '']) => [name.toUpperCase(), Number(count)] as const)
    .filter(([name]) => !['CONFIG', 'INFO'].includes(name))
  const text = (some: typeof calls) =>
    some
      .map(([name, count]) => `${count} ${name}`)
      .sort()
      .join(', ') || '–'
  const isScript = ([name]: readonly [string, number]) => name === 'EVALSHA'
  if (!calls.some(isScript)) return { sent: text(calls), inside: '–' }
  return { sent: text(calls.filter(isScript)), inside: text(calls.filter((call) => !isScript(call))) }
}

const limit = {
  limit: { max: 3, overflow: 'evict-oldest' },
  evictedAs: ending({ reason: 'evicted' }),
} as const

async function userWith(sessions: number) {
  const userId = `user-${Math.random()}`
  const all = Array.from({ length: sessions }, () => record({ userId }))
  // In parts, so that none waits for the whole of a crowd.
  for (let at = 0; at < sessions; at += 500)
    await Promise.all(all.slice(at, at + 500).map((one) => store.create(one, NOW)))
  const [first = record({ userId })] = all
  return { userId, first, next: { ...first, revision: 'next', keepUntil: first.keepUntil + 60_000 } }
}

type Scene = () => Promise<() => Promise<unknown>>
const SCENES: Readonly<Record<string, Scene>> = {
  'an authenticated read (`read`)': async () => {
    const { first } = await userWith(1)
    return () => store.read(first.id)
  },
  'the same for a user with 10,000 sessions': async () => () => store.read(many.first.id),
  'renewal, data, touch (`replace`)': async () => {
    const { first, next } = await userWith(1)
    return () => store.replace(next, first.revision, NOW)
  },
  'the same for a user with 10,000 sessions ': async () => {
    const before = (await store.read(many.first.id)) ?? many.first
    const next = { ...many.next, revision: `${before.revision}+`, keepUntil: before.keepUntil + 60_000 }
    return () => store.replace(next, before.revision, NOW)
  },
  're-keying (`replace` with `publish`)': async () => {
    const { first, next } = await userWith(2)
    return () => store.replace(next, first.revision, NOW, { publish: 'rekeyed' })
  },
  'login without a limit (`create`)': async () => () => store.create(record({ userId: 'new' }), NOW),
  'login with its limit, which evicts one': async () => {
    const { userId } = await userWith(3)
    return () => store.create(record({ userId }), NOW, { ...limit, authenticatedAt: NOW })
  },
  'login that supersedes a guest': async () => {
    const guest = record({ userId: null })
    await store.create(guest, NOW)
    const supersedes = { supersedes: guest.id, supersededAs: ending() }
    return () => store.create(record({ userId: 'newer' }), NOW, { ...limit, ...supersedes })
  },
  'logout, revoking (`end`)': async () => {
    const { first } = await userWith(2)
    return () => store.end(first.id, ending(), NOW)
  },
  'the sessions of a user (`list`)': async () => {
    const { userId } = await userWith(3)
    return () => store.list(ownerOf(userId), NOW)
  },
  '“end all my other sessions” (`endAll`)': async () => {
    const { userId, first } = await userWith(5)
    return () => store.endAll(ownerOf(userId), ending(), NOW, { except: first.id, notBefore: NOW })
  },
  'a known device (`recognize`)': async () => {
    const owner = { userId: 'alice', partition: partition('alice') }
    await store.recognize(owner, 'device', NOW, 1_000)
    return () => store.recognize(owner, 'device', NOW, 1_000)
  },
  'a ticket, the first time (`consumeOnce`)': async () => () =>
    store.consumeOnce(`ticket-${Math.random()}`, Date.now() + 60_000),
}

/** Once before it counts, so that the server knows the scripts. */
async function countedScene(scene: Scene): Promise<Counted> {
  await (await scene())()
  return counted(await scene())
}

describe('commands, as the server counts them (P8)', () => {
  test('are as many as the README says; `vitest run -u` writes it anew', async () => {
    const rows: string[] = []
    for (const [name, scene] of Object.entries(SCENES)) {
      const { sent, inside } = await countedScene(scene)
      rows.push(`| ${name.trim()} | ${sent} | ${inside} |`)
    }
    const table = ['| | sent | by the script itself, on the server |', '|---|---|---|', ...rows].join('\n')
    const file = join(import.meta.dirname, '../README.md')
    const text = readFileSync(file, 'utf8').replace(
      /(<!-- commands -->\n)[\s\S]*(\n<!-- \/commands -->)/,
      (_, begin, end) => `${begin}${table}${end}`,
    )
    await expect(text).toMatchFileSnapshot(file)
  })

  test.each([
    ['an authenticated read (`read`)', '1 HGET'],
    ['the same for a user with 10,000 sessions', '1 HGET'],
    ['renewal, data, touch (`replace`)', '1 EVALSHA'],
    ['login with its limit, which evicts one', '1 EVALSHA'],
    ['login that supersedes a guest', '2 EVALSHA'],
    ['logout, revoking (`end`)', '1 EVALSHA'],
    ['“end all my other sessions” (`endAll`)', '1 EVALSHA'],
  ])('%s: %s', async (name, sent) => {
    expect(SCENES).toHaveProperty([name])
    const scene = SCENES[name]
    if (scene) expect((await countedScene(scene)).sent).toBe(sent)
  })

  test('a touch of a user with 10,000 sessions does on the server what it does for a user with one', async () => {
    const [one, many] = [
      SCENES['renewal, data, touch (`replace`)'],
      SCENES['the same for a user with 10,000 sessions '],
    ]
    if (!one || !many) throw new Error('no such scene')
    expect((await countedScene(many)).inside).toBe((await countedScene(one)).inside)
  })
})
