import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { ConfigError } from '@sess/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prismaStore } from '../src/index.ts'
import { PrismaClient as RenamedClient } from './generated/sqlite-renamed/client/client.ts'
import { ending, limited, NOW, next, ownerOf, record } from './helpers/records.ts'
import { openSqlite, SQLITE } from './setup/sqlite.ts'

describe('what does not start', () => {
  let database: Awaited<ReturnType<typeof openSqlite<ReturnType<(typeof SQLITE)['libsql']>>>>
  beforeAll(async () => {
    database = await openSqlite(SQLITE['better-sqlite3'])
  })
  afterAll(() => database.close())

  const refused = (start: () => unknown) => {
    try {
      start()
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError)
      return error
    }
    throw new Error('It started.')
  }

  test('without a client', () => {
    expect(refused(() => prismaStore(undefined as never))).toMatchObject({ option: 'prisma' })
    expect(refused(() => prismaStore('postgres://…' as never))).toMatchObject({ option: 'prisma' })
  })

  test('with a client that reads from replicas', () => {
    const replicated = database.client.$extends({ client: { $replica: () => database.client } })
    const said = refused(() => prismaStore(replicated))
    expect(said).toMatchObject({ option: 'prisma' })
    expect(String(said)).toContain('reads from replicas')
  })

  test('without the models, and it says where they are', () => {
    const said = refused(() => prismaStore(database.client, { models: { device: 'gadget' } }))
    expect(said).toMatchObject({ option: 'models.device' })
    expect(String(said)).toMatch(/no model "gadget".*@sess\/prisma\/schema.*prisma generate/)
  })

  test('with a field that is none', () => {
    const fields = { session: { userID: 'x' } } as object
    expect(refused(() => prismaStore(database.client, { fields }))).toMatchObject({
      option: 'fields.session.userID',
    })
  })

  test.each([
    ['an unknown option', { timeOut: 1 }, 'timeOut'],
    ['no time', { timeout: 0 }, 'timeout'],
    ['half a millisecond', { transaction: { maxWait: 0.5 } }, 'transaction.maxWait'],
    ['a provider that is not supported', { provider: 'mongodb' }, 'provider'],
  ])('with %s', (_, options, option) => {
    expect(refused(() => prismaStore(database.client, options as object))).toMatchObject({ option })
  })

  test('with a client that does not tell its provider, unless the app does', () => {
    const silent = Object.create(database.client, { _activeProvider: { value: undefined } })
    expect(refused(() => prismaStore(silent))).toMatchObject({ option: 'provider' })
    expect(prismaStore(silent, { provider: 'sqlite' }).read).toBeTypeOf('function')
  })
})

test('an app that calls everything differently says so, and every verb works', async () => {
  const database = await openSqlite((url) => new RenamedClient({ adapter: new PrismaBetterSqlite3({ url }) }))
  const the = <Name extends string>(...names: Name[]) =>
    Object.fromEntries(names.map((name) => [name, `the_${name}`])) as Record<Name, `the_${Name}`>
  const store = prismaStore(database.client, {
    models: { session: 'auth', owner: 'authOwner', device: 'authDevice', used: 'authUsed' },
    fields: {
      session: the(
        ...(['id', 'revision', 'owner', 'userId', 'group', 'createdAt', 'seenAt', 'idleExpiresAt'] as const),
        ...([
          'absoluteExpiresAt',
          'keepUntil',
          'endedAt',
          'endedReason',
          'endedBy',
          'endedKeepUntil',
        ] as const),
        ...(['auth', 'body', 'locks'] as const),
      ),
      owner: the('owner', 'notBefore', 'mark', 'keepUntil', 'sweepAt', 'locks'),
      device: the('id', 'expiresAt'),
      used: the('id', 'expiresAt'),
    },
  })
  const [guest, old, login] = [record({ userId: null }), record({ createdAt: NOW - 1 }), record()]
  for (const one of [guest, old]) await store.create(one, NOW)
  const options = { ...limited(1), supersedes: guest.id, supersededAs: ending() }
  expect(await store.create(login, NOW, options)).toMatchObject({
    outcome: 'created',
    evicted: [{ id: old.id }],
    superseded: guest,
  })
  const written = next(login, { body: '1written' })
  expect(await store.replace(written, login.revision, NOW)).toEqual({ outcome: 'replaced' })
  expect(await store.list(ownerOf('alice'), NOW)).toEqual([written])
  expect(await store.recognize(ownerOf('alice'), 'device', NOW, 1000)).toBe('new')
  expect(await store.recognize(ownerOf('alice'), 'device', NOW, 2000)).toBe('known')
  expect(await store.consumeOnce('ticket', NOW)).toBe(true)
  expect(await store.consumeOnce('ticket', NOW)).toBe(false)
  expect(await store.endAll(ownerOf('alice'), ending(), NOW, { notBefore: NOW })).toHaveLength(1)
  expect((await store.read(login.id))?.ended).toEqual(ending())
  expect(await store.sweep(login.keepUntil, 100)).toEqual({ removed: 3, more: false })
  await database.close()
})
