import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { createSessions, type Sessions } from '@sess/core'
import { type PrismaClientLike, prismaStore } from '@sess/prisma'
import { generatedClient, sessModels, sessTables } from '@sess/prisma-client'
import { startPostgres } from '@sess/servers/postgres'
import { seed } from '../../packages/prisma/test/setup/seed.ts'
import { expect, inTurn } from './contender.ts'
import { carrier, signIn } from './contenders/sess.ts'
import { median } from './measure.ts'
import { drawRows } from './rows-picture.ts'

/**
 * What a read, a login, a list and a sweep take on PostgreSQL as the table grows: one after the other, on databases of a thousand, a
 * hundred thousand and a million sessions in turn, so that a noisy moment of the machine hits all of them alike.
 */
const SIZES = [1_000, 100_000, 1_000_000]
const ROUNDS = Number(process.env.SESS_BENCH_ROUNDS ?? 300)
const USERS = 100
const SWEPT = 20

type Client = PrismaClientLike & {
  $executeRawUnsafe(sql: string): PromiseLike<number>
  $queryRawUnsafe<T>(sql: string): PromiseLike<T>
  $disconnect(): Promise<void>
}

/** One piece of work: what has to be there first, and what is timed. */
type Work = () => Promise<() => Promise<unknown>>

async function worksOn(client: Client, sessions: Sessions): Promise<Readonly<Record<string, Work>>> {
  const signedIn = []
  for (let i = 0; i < USERS; i += 1) signedIn.push(await signIn(sessions, `measured-${i}`))
  const next = inTurn(signedIn)
  return {
    'authenticated read': async () => {
      const { cookie, userId } = next()
      return async () => expect((await sessions.open(carrier(cookie))).userId === userId, 'open')
    },
    'login, limit of 5': async () => {
      const { userId } = next()
      const session = await sessions.open(carrier(''))
      return () => session.login(`login-of-${userId}`, { amr: ['pwd'] })
    },
    'list of a user': async () => {
      const { userId } = next()
      return async () => expect((await sessions.list(userId)).length === 1, 'list')
    },
    [`sweep of ${SWEPT}`]: async () => {
      await client.$executeRawUnsafe(
        `INSERT INTO session (id, revision, "group", "createdAt", "seenAt", "idleExpiresAt", "absoluteExpiresAt", "keepUntil", auth, body)
         SELECT md5(random()::text) || 'dead', 'x', 'guest', 0, 0, 0, 0, n, '1', '1' FROM generate_series(1, ${SWEPT}) AS series(n)`,
      )
      return async () => expect((await sessions.sweep()) === SWEPT, 'sweep')
    },
  }
}

const server = await startPostgres({ shared_buffers: '256MB' })
const clients: Client[] = []
try {
  const home = join(import.meta.dirname, '../.cache/prisma')
  const PrismaClient = await generatedClient('postgresql', sessModels('postgresql'), home)
  const connect = (url: string): Client => {
    const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) }) as Client
    clients.push(client)
    return client
  }
  const admin = connect(server.url)
  const databases = []
  for (const size of SIZES) {
    const name = `rows_${size}`
    await admin.$executeRawUnsafe(`CREATE DATABASE ${name}`)
    const url = new URL(server.url)
    url.pathname = `/${name}`
    const client = connect(url.href)
    for (const sql of sessTables('postgresql')) await client.$executeRawUnsafe(sql)
    const started = performance.now()
    await seed(client, 'postgresql', size, Date.now())
    const sessions = createSessions({ store: prismaStore(client), limit: { max: 5 } })
    const seeded = performance.now()
    const swept = await sessions.sweep({ batch: 1000 })
    const done = performance.now()
    for (const table of ['session', 'session_owner', 'session_device', 'session_used'])
      await client.$executeRawUnsafe(`VACUUM ANALYZE ${table}`)
    console.log(
      `${size} sessions in ${((seeded - started) / 1000).toFixed(1)} s; ${swept} of them swept in ${(done - seeded).toFixed(0)} ms`,
    )
    databases.push({
      size,
      firstSweep: { removed: swept, ms: done - seeded },
      works: await worksOn(client, sessions),
    })
  }

  const names = Object.keys(databases[0]?.works ?? {})
  const took = new Map(names.map((name) => [name, SIZES.map(() => [] as number[])]))
  const WARM = 20
  for (let round = -WARM; round < ROUNDS; round += 1) {
    for (const name of names) {
      for (let i = 0; i < databases.length; i += 1) {
        const at = (Math.abs(round) + i) % databases.length
        const run = await databases[at]?.works[name]?.()
        const start = performance.now()
        await run?.()
        const ms = performance.now() - start
        if (round >= 0) took.get(name)?.[at]?.push(ms)
      }
    }
    if (round % 50 === 0) process.stderr.write('.')
  }
  process.stderr.write('\n')

  const works = names.map((name) => ({
    name,
    medians: (took.get(name) ?? []).map((all) => Number(median(all).toFixed(4))),
    p90: (took.get(name) ?? []).map((all) =>
      Number(([...all].sort((a, b) => a - b)[Math.floor(all.length * 0.9)] ?? 0).toFixed(4)),
    ),
  }))
  for (const { name, medians } of works)
    console.log(`  ${name.padEnd(24)} ${medians.map((ms) => `${ms.toFixed(2).padStart(8)} ms`).join('')}`)
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length }
  const sweeps = databases.map(({ firstSweep }) => firstSweep)
  const results = join(import.meta.dirname, '../results')
  mkdirSync(results, { recursive: true })
  const json = { machine, rounds: ROUNDS, unit: 'ms', sizes: SIZES, works, sweeps }
  writeFileSync(join(results, 'many-rows.json'), `${JSON.stringify(json, null, 2)}\n`)
  writeFileSync(join(import.meta.dirname, '../../docs/pictures/prisma-many-rows.svg'), drawRows(SIZES, works))
} finally {
  await Promise.all(clients.map((client) => client.$disconnect()))
  await server.stop()
}
