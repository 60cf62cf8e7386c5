import { createSessions, type SessEvent, type Session } from '@sess/core'
import { until } from '@sess/servers/program'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { prismaStore, TransactionConflictError } from '../src/index.ts'
import { exchange } from './helpers/carrier.ts'
import { openServer, SERVER_NAMES, type ServerName, type TestClient, waitsForLock } from './setup/servers.ts'
import { openSqlite, SQLITE } from './setup/sqlite.ts'
import { clearTables } from './setup/tables.ts'

const open = (name: ServerName | 'SQLite') =>
  name === 'SQLite'
    ? openSqlite((url) => SQLITE['better-sqlite3'](url) as unknown as TestClient)
    : openServer(name)

describe.each([...SERVER_NAMES, 'SQLite'] as const)('sign up and log in at once, on %s', (name) => {
  let database: { readonly client: TestClient; close(): Promise<void> }
  beforeAll(async () => {
    database = await open(name)
  })
  afterEach(async () => {
    await clearTables(database.client)
    await database.client.account.deleteMany()
  })
  afterAll(() => database.close())

  function app() {
    const prisma = database.client
    const store = prismaStore(prisma)
    const events: SessEvent[] = []
    const sessions = createSessions({ store, onEvent: (event) => events.push(event) })
    /** As an app does it; `between` runs before the commit. */
    const signUp = (session: Session, id: string, between = async () => {}) =>
      session.transaction((within) =>
        prisma.$transaction(async (tx) => {
          const account = await tx.account.create({ data: { id, name: 'New' } })
          await within(store.inTransaction(tx)).login(account.id, { carry: (guest) => guest })
          await between()
          return account
        }),
      )
    return { prisma, sessions, events, signUp }
  }

  test('account and session are there together, and the cookie with them; the guest’s data came along', async () => {
    const { prisma, sessions, events, signUp } = app()
    const before = exchange()
    await (await sessions.open(before)).update({ cart: [1, 2] })
    const request = exchange(before.cookies().join('; '))
    const session = await sessions.open(request)
    events.length = 0
    const account = await signUp(session, 'new', async () => {
      // On SQLite the app has one connection, which is inside.
      expect(await prisma.account.count(), 'seen from outside').toBe(name === 'SQLite' ? 1 : 0)
      expect(request.cookies()).toEqual([])
      expect(events).toEqual([])
    })
    expect(account.name).toBe('New')
    expect(session).toMatchObject({ userId: 'new', data: { cart: [1, 2] } })
    expect(events.map(({ type }) => type)).toEqual(['session-ended', 'session-created'])
    const back = await sessions.open(exchange(request.cookies().join('; ')))
    expect(back).toMatchObject({ id: session.id, userId: 'new', data: { cart: [1, 2] } })
  })

  test('what rolls back leaves no account, no session, no cookie and no event, and the guest goes on', async () => {
    const { prisma, sessions, events, signUp } = app()
    const before = exchange()
    await (await sessions.open(before)).update({ cart: [1] })
    const request = exchange(before.cookies().join('; '))
    const session = await sessions.open(request)
    events.length = 0
    const failing = signUp(session, 'new', () => Promise.reject(new Error('changed its mind')))
    await expect(failing).rejects.toThrow('changed its mind')
    expect(await prisma.account.count()).toBe(0)
    expect(await sessions.list('new')).toEqual([])
    expect(request.cookies()).toEqual([])
    expect(events).toEqual([])
    await session.update({ cart: [1, 2] })
    expect(session).toMatchObject({ state: 'guest', data: { cart: [1, 2] } })
  })

  test('sessions are swept by the app in batches', async () => {
    const { prisma } = app()
    let now = Date.now()
    const sessions = createSessions({ store: prismaStore(prisma), now: () => now })
    for (let i = 0; i < 5; i += 1) await (await sessions.open(exchange())).update({ i })
    now += 3 * 86_400_000
    const heard: number[] = []
    expect(await sessions.sweep({ batch: 2, onProgress: (removed) => heard.push(removed) })).toBe(5)
    expect(heard).toEqual([2, 4, 5])
    expect(await prisma.session.count()).toBe(0)
  })
})

test('of two transactions that collide the app runs one again, as the error says, and then both are in', async () => {
  const { client: prisma, close } = await openServer('PostgreSQL')
  const store = prismaStore(prisma)
  const sessions = createSessions({ store })
  const collisions: TransactionConflictError[] = []
  const signIn = async (session: Session, then: () => Promise<unknown> = async () => {}): Promise<void> => {
    try {
      await session.transaction((within) =>
        prisma.$transaction(async (tx) => {
          await within(store.inTransaction(tx)).login('alice')
          await then()
        }),
      )
    } catch (error) {
      if (!(error instanceof TransactionConflictError)) throw error
      collisions.push(error)
      await signIn(session)
    }
  }
  const [first, second] = [exchange(), exchange()]
  const [leading, following] = [await sessions.open(first), await sessions.open(second)]
  let done: Promise<void> | undefined
  await signIn(leading, () => {
    done = signIn(following)
    return until('the other one waits', () => waitsForLock(prisma, 'PostgreSQL'))
  })
  await done
  expect(collisions.map(({ code }) => code)).toEqual(['sess/transaction-conflict'])
  expect(await sessions.list('alice')).toHaveLength(2)
  expect([...first.cookies(), ...second.cookies()]).toHaveLength(2)
  await close()
})
