import { until } from '@sess/servers/program'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyOf } from '../../src/encoding.ts'
import { prismaStore } from '../../src/index.ts'
import { ownerOf as ownerKeyOf } from '../../src/records.ts'
import { limited, NOW, ownerOf, record } from '../helpers/records.ts'
import { openServer, SERVER_NAMES, SERVERS, waitsForLock } from '../setup/servers.ts'

describe.each(SERVER_NAMES)('a deadlock on %s', (name) => {
  let opened: Awaited<ReturnType<typeof openServer>>
  beforeAll(async () => {
    // PostgreSQL looks for a deadlock once, so long after a statement began to wait.
    opened = await openServer(name, name === 'PostgreSQL' ? { deadlock_timeout: '2s' } : {})
  })
  afterAll(() => opened.close())

  test('that ends the login’s transaction: it is run again, and nobody notices', async () => {
    const { client } = opened
    const logged = SERVERS[name].connectLogged(opened.server.port)
    const store = prismaStore(logged, { timeout: 20_000 })
    const [old, login] = [record({ createdAt: NOW - 1 }), record()]
    await store.create(old, NOW)
    const begun: string[] = []
    logged.$on('query', ({ query }) => {
      if (/^UPDATE .session_owner.|^UPDATE .public.*session_owner/.test(query)) begun.push(query)
    })

    let made: ReturnType<typeof store.create> | undefined
    await client.$transaction(
      async (tx) => {
        // The database gives up whoever finds the deadlock (PostgreSQL) or has done less (MariaDB): not this one.
        if (name === 'PostgreSQL') await tx.$executeRawUnsafe("SET LOCAL deadlock_timeout = '1min'")
        await tx.account.createMany({
          data: Array.from({ length: 50 }, (_, id) => ({ id: String(id), name: '' })),
        })
        await tx.session.updateMany({ where: { id: keyOf(old.id) }, data: { locks: { increment: 1 } } })
        made = store.create(login, NOW, limited(1))
        await until('the login waits for the session', () => waitsForLock(client, name))
        await tx.sessionOwner.updateMany({
          where: { owner: ownerKeyOf('alice') },
          data: { locks: { increment: 1 } },
        })
      },
      { timeout: 20_000 },
    )
    expect(await made).toMatchObject({ outcome: 'created', evicted: [{ id: old.id }] })
    expect(await store.list(ownerOf('alice'), NOW)).toEqual([login])
    // The first login's, and the second's, which was tried once in vain.
    expect(begun.length).toBeGreaterThanOrEqual(2)
    await logged.$disconnect()
  })
})
