import { until } from '@sess/servers/program'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { prismaStore, TransactionConflictError } from '../src/index.ts'
import { ending, limited, NOW, next, ownerOf, record } from './helpers/records.ts'
import { openServer, SERVER_NAMES, waitsForLock } from './setup/servers.ts'
import { clearTables } from './setup/tables.ts'

/** MariaDB's SERIALIZABLE locks what it reads, so that nobody else could log in meanwhile. */
const LEVELS = {
  PostgreSQL: ['ReadCommitted', 'RepeatableRead', 'Serializable'],
  MariaDB: ['ReadCommitted', 'RepeatableRead'],
} as const

describe.each(SERVER_NAMES)('inside the app’s own transaction on %s', (name) => {
  let opened: Awaited<ReturnType<typeof openServer>>
  const client = () => opened.client
  const store = () => prismaStore(client())
  beforeAll(async () => {
    opened = await openServer(name)
  })
  afterEach(async () => {
    await clearTables(client())
    await client().account.deleteMany()
  })
  afterAll(() => opened.close())

  test('a sign-up and its login are there together', async () => {
    const login = record({ userId: 'new' })
    await client().$transaction(async (tx) => {
      const account = await tx.account.create({ data: { id: 'new', name: 'New' } })
      const made = await store().inTransaction(tx).create(login, NOW, limited(1))
      expect(made).toEqual({ outcome: 'created', evicted: [], superseded: null, mark: null })
      expect(account.id).toBe('new')
      expect(await store().read(login.id), 'seen from outside before the commit').toBe(null)
      expect(await store().inTransaction(tx).read(login.id), 'seen from inside').toEqual(login)
    })
    expect(await store().read(login.id)).toEqual(login)
    expect(await client().account.count()).toBe(1)
  })

  test('… or not at all: what rolls back leaves no session, evicts nobody and supersedes nobody', async () => {
    const [old, guest, login] = [
      record({ userId: 'new' }),
      record({ userId: null }),
      record({ userId: 'new' }),
    ]
    for (const one of [old, guest]) await store().create(one, NOW)
    const failing = client().$transaction(async (tx) => {
      await tx.account.create({ data: { id: 'new', name: 'New' } })
      const options = { ...limited(1), supersedes: guest.id, supersededAs: ending() }
      const made = await store().inTransaction(tx).create(login, NOW, options)
      expect(made).toMatchObject({ outcome: 'created', evicted: [{ id: old.id }], superseded: guest })
      throw new Error('the app changed its mind')
    })
    await expect(failing).rejects.toThrow('the app changed its mind')
    expect(await store().read(login.id)).toBe(null)
    expect(await store().read(old.id)).toEqual(old)
    expect(await store().read(guest.id)).toEqual(guest)
    expect(await client().account.count()).toBe(0)
  })

  test('every verb takes part', async () => {
    const [first, second, third] = [record(), record(), record()]
    for (const one of [first, second, third]) await store().create(one, NOW)
    const changed = next(first, { body: '1changed' })
    const all = async (undo: boolean) =>
      client().$transaction(async (tx) => {
        const inside = store().inTransaction(tx)
        expect(await inside.replace(changed, first.revision, NOW)).toEqual({ outcome: 'replaced' })
        expect(await inside.replace(changed, first.revision, NOW)).toEqual({
          outcome: 'conflict',
          current: changed,
        })
        expect(await inside.end(second.id, ending(), NOW)).toMatchObject({ id: second.id })
        expect(await inside.list(ownerOf('alice'), NOW)).toEqual([changed, third])
        const refs = await inside.endAll(ownerOf('alice'), ending(), NOW, {
          except: first.id,
          notBefore: NOW,
          mark: 'm',
        })
        expect(refs.map(({ id }) => id)).toEqual([third.id])
        expect(await inside.create(record(), NOW, { authenticatedAt: NOW - 1 })).toEqual({
          outcome: 'refused',
        })
        expect(await inside.create({ ...first, revision: 'another' }, NOW)).toEqual({ outcome: 'duplicate' })
        if (undo) throw new Error('undo')
      })
    await expect(all(true)).rejects.toThrow('undo')
    expect(await store().list(ownerOf('alice'), NOW)).toEqual([first, second, third])
    await all(false)
    expect(await store().list(ownerOf('alice'), NOW)).toEqual([changed])
    expect(await store().create(record(), NOW)).toMatchObject({ outcome: 'created', mark: 'm' })
  })

  test('two first logins of one user at once: the loser is told to run its transaction again, and then it works', async () => {
    const refused: unknown[] = []
    let begun = () => {}
    const inside = new Promise<void>((resolve) => {
      begun = resolve
    })
    const signUp = async (leads: boolean) => {
      if (!leads) await inside
      for (;;) {
        try {
          return await client().$transaction(async (tx) => {
            const made = await store().inTransaction(tx).create(record(), NOW, limited(1))
            if (leads) {
              begun()
              await until('the other one waits', () => waitsForLock(client(), name))
            }
            return made
          })
        } catch (error) {
          refused.push(error)
        }
      }
    }
    const made = await Promise.all([signUp(true), signUp(false)])
    expect(made.map(({ outcome }) => outcome)).toEqual(['created', 'created'])
    for (const error of refused) {
      expect(error).toBeInstanceOf(TransactionConflictError)
      expect(error).toMatchObject({ code: 'sess/transaction-conflict', status: 503 })
      expect(String(error)).toContain('run the whole transaction again')
    }
    // In MariaDB the second sees the first one's row, and just waits for it.
    expect(refused).toHaveLength(name === 'PostgreSQL' ? 1 : 0)
    expect(await store().list(ownerOf('alice'), NOW)).toHaveLength(1)
  })

  test.each(LEVELS[name])(
    'a limit holds under %s, although the transaction began before the other logins',
    async (isolationLevel) => {
      await store().create(record({ createdAt: NOW - 5000 }), NOW, limited(2))
      let conflicts = 0
      for (let done = false; !done; ) {
        const others: Promise<unknown>[] = []
        await client()
          .$transaction(
            async (tx) => {
              // The snapshot is taken here…
              await tx.session.findMany()
              // …and is old by the time of the login.
              if (conflicts === 0)
                for (const createdAt of [NOW - 4000, NOW - 3000])
                  others.push(store().create(record({ createdAt }), NOW, limited(2)))
              await Promise.all(others)
              await store().inTransaction(tx).create(record(), NOW, limited(2))
            },
            { isolationLevel, timeout: 10_000 },
          )
          .then(
            () => {
              done = true
            },
            (error) => {
              // PostgreSQL may find out only at COMMIT, which is the app's, and Prisma's own error then.
              if (!(error instanceof TransactionConflictError)) expect(error).toMatchObject({ code: 'P2034' })
              conflicts += 1
            },
          )
      }
      const live = await store().list(ownerOf('alice'), NOW)
      expect(live.map(({ createdAt }) => createdAt)).toEqual([NOW - 3000, NOW])
    },
  )

  test('“end all” in an old snapshot leaves none alive that it could not see', async () => {
    let conflicts = 0
    for (let done = false; !done; ) {
      try {
        await client().$transaction(
          async (tx) => {
            await tx.session.findMany()
            if (conflicts === 0) await store().create(record(), NOW)
            await store().inTransaction(tx).endAll(ownerOf('alice'), ending(), NOW)
          },
          { isolationLevel: 'RepeatableRead' },
        )
        done = true
      } catch (error) {
        expect(error).toBeInstanceOf(TransactionConflictError)
        conflicts += 1
      }
    }
    expect(await store().list(ownerOf('alice'), NOW)).toEqual([])
  })
})
