import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { describe, expect, test } from 'vitest'
import { prismaStore } from '../src/index.ts'
import { PrismaClient } from './generated/sqlite/client/client.ts'
import { NOW } from './helpers/records.ts'
import { indexesOf } from './setup/plans.ts'
import { queriesOf } from './setup/queries.ts'
import { seed } from './setup/seed.ts'
import { type LoggedClient, openServer, SERVERS } from './setup/servers.ts'
import { openSqlite } from './setup/sqlite.ts'

const SESSIONS = 20_000

const KEY = 'session (key)'
const OWNER = 'session_owner (key)'
const OF_USER = 'session_owner_endedAt_absoluteExpiresAt_idx'

/** The index of each of a call's statements, where it looks anything up. */
const EXPECTED: Readonly<Record<string, readonly unknown[]>> = {
  'an authenticated read (`read`)': [KEY],
  'renewal, re-keying, data, touch (`replace`)': [KEY],
  'logout, revoking (`end`)': [KEY, KEY],
  'the sessions of a user (`list`)': [OF_USER],
  'a login without a limit (`create`)': [OWNER, OWNER, KEY],
  'a login whose limit evicts (`create`)': [OWNER, OWNER, KEY, OF_USER, OF_USER, KEY],
  '“end all my other sessions” (`endAll`)': [OWNER, OWNER, OWNER, OF_USER, OF_USER, KEY],
  'a known device (`recognize`)': ['session_device (key)', 'session_device (key)'],
  'a batch of dead sessions (`sweep`)': [
    'session_keepUntil_idx',
    // Of the named rows those that are still due: databases narrow down by one or the other.
    expect.stringMatching(/^session \(key\)$|^session_keepUntil_idx$/),
    'session_owner_sweepAt_idx',
    'session_device_expiresAt_idx',
    'session_used_expiresAt_idx',
  ],
}

const OPEN = {
  PostgreSQL: () => openLogged('PostgreSQL'),
  MariaDB: () => openLogged('MariaDB'),
  async SQLite() {
    const log = [{ emit: 'event' as const, level: 'query' as const }]
    const { client, close } = await openSqlite(
      (url) => new PrismaClient({ adapter: new PrismaBetterSqlite3({ url }), log }),
    )
    return { provider: 'sqlite' as const, client: client as unknown as LoggedClient, close }
  },
}

async function openLogged(name: 'PostgreSQL' | 'MariaDB') {
  const opened = await openServer(name)
  const client = SERVERS[name].connectLogged(opened.server.port)
  return {
    provider: SERVERS[name].provider,
    client,
    async close() {
      await client.$disconnect()
      await opened.close()
    },
  }
}

describe.each(Object.entries(OPEN))('among many sessions on %s', (_, open) => {
  test('every statement finds its rows by an index, as EXPLAIN says', async () => {
    const { provider, client, close } = await open()
    await seed(client, provider, SESSIONS, NOW)
    const queries = await queriesOf(prismaStore(client), (listener) => client.$on('query', listener))
    const used: Record<string, string[]> = {}
    for (const [scene, { statements }] of queries) {
      const indexes: string[] = []
      for (const statement of statements) indexes.push(...(await indexesOf(client, provider, statement)))
      used[scene] = indexes
    }
    expect(used).toMatchObject(EXPECTED)
    expect(
      Object.entries(used).filter(([, indexes]) => indexes.some((one) => one.startsWith('all of'))),
    ).toEqual([])
    await close()
  })
})
