import { tombstone } from '@sess/core'
import { startProxy, type TcpProxy } from '@sess/servers/proxy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PrismaClientLike, prismaStore } from '../../src/index.ts'
import { ending, limited, NOW, next, ownerOf, record } from '../helpers/records.ts'
import { openServer, SERVER_NAMES, SERVERS, type TestClient } from '../setup/servers.ts'

describe.each(SERVER_NAMES)('an answer of %s is lost', (name) => {
  let opened: Awaited<ReturnType<typeof openServer>>
  let proxy: TcpProxy
  let through: TestClient
  beforeAll(async () => {
    opened = await openServer(name)
    proxy = await startProxy(opened.server.port)
    through = SERVERS[name].connect(proxy.port)
  })
  afterAll(async () => {
    await through.$disconnect()
    await proxy.stop()
    await opened.close()
  })

  /** The client, losing the answer to its statement number `at`: the COMMIT where that is 'commit'. Counts the statements. */
  function losing(at: number | 'commit', passing: number) {
    const seen = { statements: 0, lost: false }
    const lose = () => {
      proxy.cutNextAnswer(passing).then(() => {
        seen.lost = true
      })
    }
    const counting = through.$extends({
      query: {
        $allOperations({ args, query }) {
          if (seen.statements === at) lose()
          seen.statements += 1
          return query(args)
        },
      },
    })
    const $transaction = async (work: (tx: object) => Promise<unknown>, options: object) =>
      counting.$transaction(async (tx) => {
        const result = await work(tx)
        if (at === 'commit' && !seen.lost) lose()
        return result
      }, options)
    const client: PrismaClientLike = Object.create(counting, { $transaction: { value: $transaction } })
    return { store: prismaStore(client), seen }
  }

  interface Attempt {
    run(store: ReturnType<typeof prismaStore>): Promise<unknown>
    check(): Promise<void>
  }

  /** Loses the answer to each statement of a call in turn, and repeats the call until it answers. Says which were rejected. */
  async function loseEach(prepare: (attempt: number) => Promise<Attempt>, commits: boolean) {
    const rejected: (number | 'commit')[] = []
    let count = 0
    const lose = async (at: number | 'commit', passing: number): Promise<boolean> => {
      count += 1
      const { run, check } = await prepare(count)
      const { store, seen } = losing(at, passing)
      await run(store).catch((error: unknown) => {
        expect(error).toMatchObject({ name: 'PrismaStoreError', reason: 'connection-lost' })
        rejected.push(at)
      })
      proxy.passAnswers()
      await run(prismaStore(through))
      await check()
      return typeof at === 'string' || at < seen.statements
    }
    for (let at = 0; await lose(at, 0); at += 1);
    if (commits) await lose('commit', 0)
    // MariaDB prepares a statement first: the answer that follows is the one to its execution.
    else for (let at = 0; await lose(at, 1); at += 1);
    return { rejected: [...new Set(rejected)], count }
  }

  test('of a login with everything: wherever it breaks, repeating leads to one and the same end', async () => {
    const store = prismaStore(through)
    const superseded = ending({ reason: 'signed-in-again' })
    const { rejected, count } = await loseEach(async (attempt) => {
      const userId = `user-${attempt}`
      const [old, login] = [record({ userId, createdAt: NOW - 1 }), record({ userId })]
      const guest = record({ userId: null })
      for (const one of [old, guest]) await store.create(one, NOW)
      return {
        run: (broken) =>
          broken.create(login, NOW, { ...limited(1), supersedes: guest.id, supersededAs: superseded }),
        async check() {
          expect(await store.list(ownerOf(userId), NOW)).toEqual([login])
          expect(await store.read(old.id)).toEqual(tombstone(old, ending({ reason: 'evicted' })))
          expect(await store.read(guest.id)).toEqual(tombstone(guest, superseded))
        },
      }
    }, true)
    expect(count).toBeGreaterThan(10)
    // Only the COMMIT leaves it open what happened; all before was rolled back and simply run again.
    expect(rejected).toEqual(['commit'])
  })

  test('of a write, or of a read: the store repeats it by itself', async () => {
    const store = prismaStore(through)
    for (const what of ['write', 'read'] as const) {
      const { rejected } = await loseEach(async () => {
        const session = record({ userId: null })
        await store.create(session, NOW)
        const written = next(session, { body: '1written' })
        return {
          async run(broken) {
            if (what === 'read') return expect(await broken.read(session.id)).toEqual(session)
            const answer = await broken.replace(written, session.revision, NOW)
            if (answer.outcome !== 'replaced')
              expect(answer).toEqual({ outcome: 'conflict', current: written })
          },
          async check() {
            expect(await store.read(session.id)).toEqual(what === 'read' ? session : written)
          },
        }
      }, false)
      expect(rejected).toEqual([])
    }
  })

  test('of a logout: it is an error, because nobody knows whether it was this call that ended the session', async () => {
    const store = prismaStore(through)
    const { rejected } = await loseEach(async () => {
      const session = record()
      await store.create(session, NOW)
      return {
        run: (broken) => broken.end(session.id, ending(), NOW),
        async check() {
          expect(await store.read(session.id)).toEqual(tombstone(session, ending()))
        },
      }
    }, false)
    expect(rejected, 'only the UPDATE, not the read of whom it ended').toEqual([0])
  })
})
