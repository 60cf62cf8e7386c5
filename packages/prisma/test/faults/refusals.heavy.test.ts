import { PrismaMariaDb } from '@prisma/adapter-mariadb'
import { PrismaPg } from '@prisma/adapter-pg'
import { createSessions, StoreError } from '@sess/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PrismaStoreError, prismaStore } from '../../src/index.ts'
import { PrismaClient as MysqlClient } from '../generated/mysql/client/client.ts'
import { PrismaClient as PostgresClient } from '../generated/postgresql/client/client.ts'
import { ending, limited, NOW, next, record } from '../helpers/records.ts'
import { openServer, SERVER_NAMES, type ServerName, type TestClient } from '../setup/servers.ts'

/** Clients that do not wait long: for a lock, for a connection; or that a server lets only read. */
const CLIENTS: Record<ServerName, Record<'impatient' | 'reader', (port: number) => TestClient>> = {
  PostgreSQL: {
    impatient: (port) => postgres(port, '-c lock_timeout=50', { max: 3, connectionTimeoutMillis: 100 }),
    reader: (port) => postgres(port, '-c default_transaction_read_only=on'),
  },
  MariaDB: {
    impatient: (port) =>
      mariadb(port, {
        initSql: ['SET SESSION innodb_lock_wait_timeout = 1'],
        connectionLimit: 3,
        acquireTimeout: 100,
      }),
    reader: (port) => mariadb(port, { user: 'reader' }),
  },
}

function postgres(port: number, options: string, pool: object = {}): TestClient {
  const connectionString = `postgresql://sess@127.0.0.1:${port}/postgres`
  return new PostgresClient({ adapter: new PrismaPg({ connectionString, options, ...pool }) })
}

function mariadb(port: number, settings: object): TestClient {
  const adapter = new PrismaMariaDb({ host: '127.0.0.1', port, user: 'root', database: 'sess', ...settings })
  return new MysqlClient({ adapter }) as unknown as TestClient
}

describe.each(SERVER_NAMES)('what %s refuses', (name) => {
  let opened: Awaited<ReturnType<typeof openServer>>
  let impatient: TestClient
  beforeAll(async () => {
    opened = await openServer(name)
    impatient = CLIENTS[name].impatient(opened.server.port)
  })
  afterAll(async () => {
    await impatient.$disconnect()
    await opened.close()
  })

  /** A transaction of the app's that is open while `meanwhile` runs. */
  async function during(
    client: TestClient,
    begin: (tx: Pick<TestClient, 'session'>) => Promise<unknown>,
    meanwhile: () => Promise<unknown>,
  ) {
    await client.$transaction(
      async (tx) => {
        await begin(tx)
        await meanwhile()
      },
      { timeout: 20_000 },
    )
  }

  test('a lock that somebody else holds: an error in bounded time; a lock that is let go in time: no error', async () => {
    const session = record()
    await prismaStore(opened.client).create(session, NOW)
    const touch = (tx: Pick<TestClient, 'session'>) =>
      tx.session.updateMany({ data: { locks: { increment: 1 } } })
    const written = next(session, { body: '1written' })
    const writes = [
      () => prismaStore(impatient).replace(written, session.revision, NOW),
      () => prismaStore(impatient).end(session.id, ending(), NOW),
      () => prismaStore(impatient).create(record(), NOW, limited(1)),
    ]
    await during(opened.client, touch, async () => {
      await Promise.all(writes.map((write) => expect(write()).rejects.toMatchObject({ reason: 'locked' })))
      // Without a limit of the database's own, the store's holds.
      const bounded = prismaStore(opened.client, { timeout: 100 })
      const late = bounded.end(session.id, ending({ reason: 'revoked-by-user' }), NOW)
      await expect(late).rejects.toMatchObject({ reason: 'timeout' })
      expect(await prismaStore(impatient).read(session.id), 'reading goes on').toEqual(session)
    })
    const waited = record()
    await prismaStore(opened.client).create(waited, NOW)
    let ended: Promise<unknown> | undefined
    await during(opened.client, touch, async () => {
      ended = prismaStore(opened.client).end(waited.id, ending(), NOW)
    })
    expect(await ended).toMatchObject({ id: waited.id })
  })

  test('a pool that is used up', async () => {
    const read = (tx: Pick<TestClient, 'session'>) => tx.session.findMany({ take: 1 })
    const store = prismaStore(impatient)
    const hold = (connections: number, then: () => Promise<unknown>): Promise<unknown> =>
      connections === 0 ? then() : during(impatient, read, () => hold(connections - 1, then))
    await hold(3, async () => {
      for (const call of [
        () => store.read('x'),
        () => store.create(record(), NOW),
        () => store.end('x', ending(), NOW),
      ])
        await expect(call()).rejects.toMatchObject({ reason: 'no-connection-free' })
    })
    expect(await store.read('x'), 'once one is free').toBe(null)
  })

  test('writing on a read-only replica', async () => {
    const session = record()
    await prismaStore(opened.client).create(session, NOW)
    if (name === 'MariaDB') {
      await opened.client.$executeRawUnsafe("CREATE USER reader@'127.0.0.1'")
      await opened.client.$executeRawUnsafe(
        "GRANT SELECT, INSERT, UPDATE, DELETE ON sess.* TO reader@'127.0.0.1'",
      )
      await opened.client.$executeRawUnsafe('SET GLOBAL read_only = 1')
    }
    const reader = CLIENTS[name].reader(opened.server.port)
    const store = prismaStore(reader)
    expect(await store.read(session.id)).toEqual(session)
    for (const write of [
      () => store.create(record(), NOW),
      () => store.replace(next(session), session.revision, NOW),
      () => store.end(session.id, ending(), NOW),
    ])
      await expect(write()).rejects.toMatchObject({
        reason: 'read-only',
        message: expect.stringContaining('primary'),
      })
    await reader.$disconnect()
    if (name === 'MariaDB') await opened.client.$executeRawUnsafe('SET GLOBAL read_only = 0')
  })

  test('tables or columns that no migration has made yet; the app sees a store error that says what to run', async () => {
    const { client } = opened
    const quoted = name === 'MariaDB' ? '`keepUntil`' : '"keepUntil"'
    await client.$executeRawUnsafe(`ALTER TABLE session_owner DROP COLUMN ${quoted}`)
    const store = prismaStore(client)
    const said = await store.create(record(), NOW).catch((error: unknown) => error)
    expect(said).toBeInstanceOf(PrismaStoreError)
    expect(said).toMatchObject({ reason: 'column-missing' })
    expect(String(said)).toMatch(/keepUntil.* is missing. Run `npx prisma migrate deploy`/)

    await client.$executeRawUnsafe('DROP TABLE session')
    const sessions = createSessions({ store })
    const failed = await sessions.revoke('x').catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(StoreError)
    expect(failed).toMatchObject({ status: 503, cause: { reason: 'table-missing' } })
    expect(String(failed)).toMatch(/The table .*session is missing. Run `npx prisma migrate deploy`/)
  })
})
