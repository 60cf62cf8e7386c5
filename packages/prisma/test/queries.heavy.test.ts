import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prismaStore } from '../src/index.ts'
import { PrismaClient } from './generated/sqlite/client/client.ts'
import { type Queried, queriesOf, summary, tableOf } from './setup/queries.ts'
import { openServer, SERVER_NAMES, SERVERS } from './setup/servers.ts'
import { openSqlite } from './setup/sqlite.ts'

type Queries = ReadonlyMap<string, Queried>

const counted = new Map<string, Queries>()

beforeAll(async () => {
  for (const name of SERVER_NAMES) {
    const opened = await openServer(name)
    const client = SERVERS[name].connectLogged(opened.server.port)
    counted.set(name, await queriesOf(prismaStore(client), (listener) => client.$on('query', listener)))
    await client.$disconnect()
    await opened.close()
  }
  const log = [{ emit: 'event' as const, level: 'query' as const }]
  const sqlite = await openSqlite(
    (url) => new PrismaClient({ adapter: new PrismaBetterSqlite3({ url }), log }),
  )
  const { client } = sqlite
  counted.set('SQLite', await queriesOf(prismaStore(client), (listener) => client.$on('query', listener)))
  await sqlite.close()
})
afterAll(() => counted.clear())

const of = (name: string): Queries => {
  const queries = counted.get(name)
  if (queries === undefined) throw new Error(`Nothing was counted on ${name}.`)
  return queries
}

describe('queries, as Prisma logs them', () => {
  test.each(['MariaDB', 'SQLite'])('are the same on %s as on PostgreSQL', (name) => {
    const statements = (queries: Queries) =>
      [...queries].map(([scene, { statements }]) => [scene, statements.map(summary)])
    expect(statements(of(name))).toEqual(statements(of('PostgreSQL')))
  })

  test('are those that the README tells; `vitest run -u` writes it anew', async () => {
    const file = join(import.meta.dirname, '../README.md')
    const text = readFileSync(file, 'utf8').replace(
      /(<!-- queries -->\n)[\s\S]*(\n<!-- \/queries -->)/,
      (_, begin: string, end: string) => begin + tableOf(of('PostgreSQL')) + end,
    )
    await expect(text).toMatchFileSnapshot(file)
  })

  describe.each([...SERVER_NAMES, 'SQLite'])('P8 on %s', (name) => {
    test.each([
      ['an authenticated read (`read`)', 1],
      ['the sessions of a user (`list`)', 1],
      ['renewal, re-keying, data, touch (`replace`)', 1],
      ['a guest’s first data (`create`)', 1],
      ['a ticket (`consumeOnce`)', 1],
      // The first of them is the change; the second reads whom it ended.
      ['logout, revoking (`end`)', 2],
    ])('%s: %i', (scene, count) => {
      expect(of(name).get(scene)?.statements).toHaveLength(count)
    })

    test.each([
      'a login within its limit (`create`)',
      'a login whose limit evicts (`create`)',
      'a login whose limit evicts, of a guest with data (`create`)',
      'a step-up that clears a mark (`replace`)',
      '“end all my other sessions” (`endAll`)',
    ])('%s: one transaction, whose first statement locks the user’s row', (scene) => {
      const queried = of(name).get(scene)
      expect(queried?.transactions).toBe(1)
      expect(queried?.statements.map(summary)[0]).toBe('UPDATE session_owner')
    })
  })
})
