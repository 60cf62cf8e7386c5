import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { createSessions, type Sessions } from '@sess/core'
import { redisStore } from '@sess/redis'
import { type RedisServer, startRedis } from '@sess/servers/redis'
import { Redis } from 'ioredis'
import { expect, inTurn } from './contender.ts'
import { carrier, signIn } from './contenders/sess.ts'
import { median } from './measure.ts'
import { drawRows } from './rows-picture.ts'

/**
 * What a read, a write, a login and the end of all of a user's sessions take on Redis as more sessions are in it, and for a user who has ten
 * thousand of them: one after the other, on servers with a thousand, a hundred thousand and a million sessions in turn, so that a
 * noisy moment of the machine hits all of them alike.
 */
const SIZES = [1_000, 100_000, 1_000_000]
const ROUNDS = Number(process.env.SESS_BENCH_ROUNDS ?? 300)
const WARM = 50
const USERS = 100
const LIMIT = 5
const CROWD = 10_000

/** Puts copies of one stored session under as many users of their own, or under one user's key. */
const COPY = `
for i = tonumber(ARGV[1]), tonumber(ARGV[2]) do
  local key = KEYS[1] ~= '' and KEYS[1] or 'sess:{' .. string.format('%012d', i) .. '}'
  redis.call('HSET', key, string.format('%012d%012d', i, i), ARGV[3])
  if KEYS[1] == '' then redis.call('PEXPIRE', key, 86400000) end
end`

/** One piece of work: what has to be there first, and what is timed. */
type Work = () => Promise<() => Promise<unknown>>

interface Place {
  readonly server: RedisServer
  readonly redis: Redis
  readonly sessions: Sessions
}

async function open(): Promise<Place> {
  const server = await startRedis()
  const redis = new Redis(server.port, '127.0.0.1')
  return { server, redis, sessions: createSessions({ store: redisStore(redis), limit: { max: LIMIT } }) }
}

async function copies(redis: Redis, id: string, key: string, count: number): Promise<void> {
  const value = await redis.hget(`sess:{${id.slice(0, 12)}}`, id)
  for (let from = 1; from <= count; from += 5_000)
    await redis.eval(COPY, 1, key, from, Math.min(from + 4_999, count), value ?? '')
}

async function worksOn({ sessions }: Place): Promise<Readonly<Record<string, Work>>> {
  const signedIn: Awaited<ReturnType<typeof signIn>>[] = []
  for (let i = 0; i < USERS; i++) signedIn.push(await signIn(sessions, `measured-${i}`))
  const next = inTurn(signedIn)
  let visits = 0
  const logIn = async (userId: string) => (await sessions.open(carrier(''))).login(userId, { amr: ['pwd'] })
  return {
    read: async () => {
      const { cookie, userId } = next()
      return async () => expect((await sessions.open(carrier(cookie))).userId === userId, 'open')
    },
    write: async () => {
      const session = await sessions.open(carrier(next().cookie))
      return () => session.update({ visits: visits++ })
    },
    'login, limit of 5': async () => {
      const session = await sessions.open(carrier(''))
      const { userId } = next()
      return () => session.login(`login-of-${userId}`, { amr: ['pwd'] })
    },
    'end all of a user': async () => {
      const userId = `ended-${visits++}`
      for (let i = 0; i < LIMIT; i++) await logIn(userId)
      return async () => expect((await sessions.revokeAll(userId)).length === LIMIT, 'revokeAll')
    },
  }
}

/** The same for a user with one session and one with ten thousand, on one server; lists apart, for what they leave behind slows whoever is next. */
async function crowdOn({ redis, sessions }: Place): Promise<Readonly<Record<string, Work>>[]> {
  const one = await signIn(sessions, 'user-with-1')
  const many = await signIn(sessions, 'user-with-many')
  await copies(redis, many.id, `sess:{${many.id.slice(0, 12)}}`, CROWD - 1)
  let visits = 0
  const small: Record<string, Work> = {}
  const lists: Record<string, Work> = {}
  for (const [name, { cookie, userId }] of Object.entries({ one, many })) {
    small[`read: ${name}`] = async () => async () =>
      expect((await sessions.open(carrier(cookie))).userId === userId, 'open')
    small[`write: ${name}`] = async () => {
      const session = await sessions.open(carrier(cookie))
      return () => session.update({ visits: visits++ })
    }
    lists[`list: ${name}`] = async () => () => sessions.list(userId)
  }
  return [small, lists]
}

/** What the server counts while the work is done once: what was sent, and what scripts did by themselves. */
async function commandsOf({ server }: Place, work: Work): Promise<string> {
  const run = await work()
  await server.command('CONFIG', 'RESETSTAT')
  await run()
  const stats = String(await server.command('INFO', 'commandstats'))
  return [...stats.matchAll(/cmdstat_([a-z]+)[^:]*:calls=(\d+)/g)]
    .filter(([, name]) => !/config|info/.test(name ?? ''))
    .map(([, name, calls]) => `${calls} ${name?.toUpperCase()}`)
    .sort()
    .join(', ')
}

/** Milliseconds of each work on each of the places, in turns. */
async function timed(works: readonly Readonly<Record<string, Work>>[], rounds: number) {
  const names = Object.keys(works[0] ?? {})
  const took = new Map(names.map((name) => [name, works.map(() => [] as number[])]))
  for (let round = -WARM; round < rounds; round++) {
    for (const name of names) {
      for (let i = 0; i < works.length; i++) {
        const at = (Math.abs(round) + i) % works.length
        const run = await works[at]?.[name]?.()
        const start = performance.now()
        await run?.()
        if (round >= 0) took.get(name)?.[at]?.push(performance.now() - start)
      }
    }
    if (round % 50 === 0) process.stderr.write('.')
  }
  process.stderr.write('\n')
  const at = (all: readonly number[], share: number) =>
    [...all].sort((a, b) => a - b)[Math.floor(all.length * share)] ?? 0
  return names.map((name) => {
    const all = took.get(name) ?? []
    const figure = (of: (values: readonly number[]) => number) => all.map((one) => Number(of(one).toFixed(4)))
    return { name, medians: figure(median), p90: figure((values) => at(values, 0.9)) }
  })
}

const places: Place[] = []
try {
  const load = { before: loadavg()[0], after: 0 }
  for (const size of SIZES) {
    const place = await open()
    places.push(place)
    const { id } = await signIn(place.sessions, 'copied')
    const start = performance.now()
    await copies(place.redis, id, '', size - USERS - 1)
    const memory = Number(await place.server.info('used_memory')) / 2 ** 20
    console.log(
      `${size} sessions: ${memory.toFixed(0)} MB, put there in ${((performance.now() - start) / 1000).toFixed(1)} s`,
    )
  }
  const works = await Promise.all(places.map(worksOn))
  const measured = await timed(works, ROUNDS)
  const commands: Record<string, string[]> = {}
  for (const { name, medians } of measured) {
    commands[name] = []
    for (const [i, place] of places.entries()) {
      const work = works[i]?.[name]
      if (work !== undefined) commands[name]?.push(await commandsOf(place, work))
    }
    console.log(`  ${name.padEnd(20)} ${medians.map((ms) => `${ms.toFixed(3).padStart(8)} ms`).join('')}`)
  }
  const [small = {}, lists = {}] = await crowdOn(places[1] as Place)
  const crowd = [...(await timed([small], ROUNDS)), ...(await timed([lists], Math.min(ROUNDS, 50)))]
  for (const { name, medians } of crowd) console.log(`  ${name.padEnd(20)} ${medians[0]?.toFixed(3)} ms`)
  load.after = loadavg()[0] as number
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, load }
  const results = join(import.meta.dirname, '../results')
  mkdirSync(results, { recursive: true })
  const json = { machine, rounds: ROUNDS, unit: 'ms', sizes: SIZES, works: measured, commands, crowd }
  writeFileSync(join(results, 'many-sessions.json'), `${JSON.stringify(json, null, 2)}\n`)
  writeFileSync(
    join(import.meta.dirname, '../../docs/pictures/redis-many-sessions.svg'),
    drawRows(SIZES, measured, 'Redis'),
  )
} finally {
  for (const { redis } of places) redis.disconnect()
  await Promise.all(places.map(({ server }) => server.stop()))
}
