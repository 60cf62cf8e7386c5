import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { type PrismaClientLike, prismaStore } from '@sess/prisma'
import { generatedClient, sessModels, sessTables } from '@sess/prisma-client'
import { startPostgres } from '@sess/servers/postgres'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { BETTER_AUTH_MODELS, BETTER_AUTH_TABLES } from './better-auth-tables.ts'
import { type Contender, expect } from './contender.ts'
import { barePrisma, type SessionReader } from './contenders/bare-prisma.ts'
import { betterAuthOn } from './contenders/better-auth.ts'
import { sess } from './contenders/sess.ts'
import { bench } from './report.ts'

/**
 * Opening valid sessions of 64 users on a real PostgreSQL, in one run against the same query by bare Prisma, and against a peer.
 * Prisma sends the lookups of one moment as one query, so they have to be of different rows, as they are in life; the peer's it
 * sends one by one, and one user is enough for them.
 */

type Client = PrismaClientLike &
  SessionReader & {
    $executeRawUnsafe(sql: string): PromiseLike<unknown>
    $on(event: 'query', listener: (event: { query: string }) => void): void
    $disconnect(): Promise<void>
  }

const models = sessModels('postgresql') + BETTER_AUTH_MODELS
const PrismaClient = await generatedClient(
  'postgresql',
  models,
  join(import.meta.dirname, '../.cache/prisma'),
)
const server = await startPostgres()
const clients: Client[] = []
const connect = (log: object[] = []): Client => {
  const adapter = new PrismaPg({ connectionString: server.url })
  const client = new PrismaClient({ adapter, log }) as Client
  clients.push(client)
  return client
}

/** The SQL that a contender sends. */
async function queriesOf(client: Client, { run }: Contender): Promise<string[]> {
  const queries: string[] = []
  client.$on('query', ({ query }) => queries.push(query))
  await run()
  await client.$disconnect()
  return queries
}

try {
  const [first, ...rest] = [connect(), connect(), connect()]
  for (const sql of [...sessTables('postgresql'), ...BETTER_AUTH_TABLES]) await first?.$executeRawUnsafe(sql)

  // Each with a client of its own, and first of all: the two of them send the same.
  const logged = connect([{ emit: 'event', level: 'query' }])
  const ours = await sess('Sess', prismaStore(logged))
  const loggedToo = connect([{ emit: 'event', level: 'query' }])
  const sent = await queriesOf(logged, ours)
  const [same] = await queriesOf(loggedToo, barePrisma(loggedToo, ours.sessionIds))
  expect(sent.length === 1 && sent[0] === same, `the same query: ${sent} and ${same}`)

  const [second, third] = rest as [Client, Client]
  const store = await sess('Sess on @sess/prisma', prismaStore(first as Client), 64)
  const contenders = [
    store,
    barePrisma(second, store.sessionIds),
    await betterAuthOn('Better Auth getSession, Prisma adapter', {
      database: prismaAdapter(third, { provider: 'postgresql' }),
      session: { modelName: 'authSession' },
    }),
  ]
  const comparisons = [
    { of: 'Sess to bare Prisma', ratio: [0, 1], aim: 'at most 1.1' },
    { of: 'Sess to Better Auth', ratio: [0, 2], aim: 'below 1' },
  ] as const
  const cases = [
    { what: 'One at a time', meter: { of: 'cpu', atOnce: 1 }, comparisons },
    { what: '64 at once', meter: { of: 'cpu', atOnce: 64 }, comparisons },
  ] as const
  await bench('open-session-prisma', 'Opening a valid session, on PostgreSQL', contenders, cases, 400)
} finally {
  await Promise.all(clients.map((client) => client.$disconnect()))
  await server.stop()
}
