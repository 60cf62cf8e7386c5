import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { prismaStore } from '../src/index.ts'
import { PrismaClient } from './generated/sqlite/client/client.ts'
import { ending, limited, NOW, next, record } from './helpers/records.ts'
import { openSqlite, SQLITE } from './setup/sqlite.ts'

describe.each(Object.entries(SQLITE))('SQLite with %s', (_, connect) => {
  let database: Awaited<ReturnType<typeof openSqlite<PrismaClient>>>
  beforeEach(async () => {
    database = await openSqlite(connect)
  })
  afterEach(() => database.close())

  /** A transaction of the app's that is open while `meanwhile` runs, and rolls back then. */
  async function rolledBack(meanwhile: () => Promise<unknown>): Promise<void> {
    let release = () => {}
    const running = new Promise<void>((resolve) => {
      release = resolve
    })
    let done: Promise<unknown> | undefined
    await database.client
      .$transaction(async (tx) => {
        await tx.account.create({ data: { id: 'x', name: 'x' } })
        done = meanwhile()
        setTimeout(release, 30)
        await running
        throw new Error('rolled back')
      })
      .catch((error: Error) => expect(error.message).toBe('rolled back'))
    await done
  }

  test('what is written while the app has a transaction open is not undone with it', async () => {
    const store = prismaStore(database.client)
    const [ended, changed, other] = [record(), record(), record()]
    for (const one of [ended, changed]) await store.create(one, NOW)
    const written = next(changed, { body: '1written' })
    await rolledBack(async () => {
      await Promise.all([
        store.end(ended.id, ending(), NOW),
        store.replace(written, changed.revision, NOW),
        store.create(other, NOW),
        store.consumeOnce('ticket', NOW),
      ])
    })
    expect((await store.read(ended.id))?.ended).toEqual(ending())
    expect(await store.read(changed.id)).toEqual(written)
    expect(await store.read(other.id)).toEqual(other)
    expect(await store.consumeOnce('ticket', NOW)).toBe(false)
    expect(await database.client.account.count()).toBe(0)
  })

  test('sign up and log in together, or not at all', async () => {
    const store = prismaStore(database.client)
    const login = record({ userId: 'new' })
    const signUp = (fails: boolean) =>
      database.client.$transaction(async (tx) => {
        await tx.account.create({ data: { id: 'new', name: 'New' } })
        await store.inTransaction(tx).create(login, NOW, limited(1))
        if (fails) throw new Error('changed its mind')
      })
    await expect(signUp(true)).rejects.toThrow('changed its mind')
    expect(await store.read(login.id)).toBe(null)
    await signUp(false)
    expect(await store.read(login.id)).toEqual(login)
    expect(await database.client.account.count()).toBe(1)
  })

  test('sessions are still there when the process starts again', async () => {
    const kept = record()
    await prismaStore(database.client).create(kept, NOW)
    await database.client.$disconnect()
    const restarted = connect(`file:${database.file}`)
    expect(await prismaStore(restarted).read(kept.id)).toEqual(kept)
    await restarted.$disconnect()
  })
})

test('a lock that another process holds is an error that says so, and nothing else is lost by it', async () => {
  const impatient = (url: string) =>
    new PrismaClient({ adapter: new PrismaBetterSqlite3({ url, timeout: 50 }) })
  const database = await openSqlite(impatient)
  const other = impatient(`file:${database.file}`)
  const store = prismaStore(database.client)
  const kept = record()
  await store.create(kept, NOW)
  await other.$transaction(async (tx) => {
    await tx.account.create({ data: { id: 'x', name: 'x' } })
    for (const write of [
      () => store.end(kept.id, ending(), NOW),
      () => store.create(record(), NOW),
      () => store.replace(next(kept), kept.revision, NOW),
    ])
      await expect(write()).rejects.toMatchObject({ name: 'PrismaStoreError', reason: 'locked' })
    expect(await store.read(kept.id), 'reading goes on').toEqual(kept)
  })
  expect(await store.end(kept.id, ending(), NOW)).toMatchObject({ id: kept.id })
  await other.$disconnect()
  await database.close()
})
