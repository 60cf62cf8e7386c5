import { PrismaPg } from '@prisma/adapter-pg'
import { until } from '@sess/servers/program'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PrismaStore, prismaStore } from '../../src/index.ts'
import { PrismaClient as LaterClient } from '../generated/postgresql-later/client/client.ts'
import { ending, limited, NOW, next, ownerOf, record } from '../helpers/records.ts'
import { openServer } from '../setup/servers.ts'

let opened: Awaited<ReturnType<typeof openServer>>
let laterClient: LaterClient
beforeAll(async () => {
  opened = await openServer('PostgreSQL')
  const connectionString = `postgresql://sess@127.0.0.1:${opened.server.port}/postgres`
  laterClient = new LaterClient({ adapter: new PrismaPg({ connectionString }) })
})
afterAll(async () => {
  await laterClient.$disconnect()
  await opened.close()
})

test('code and database may be two migrations apart, in either order, without a failed request', async () => {
  const stores: Record<'old' | 'new', PrismaStore> = {
    old: prismaStore(opened.client),
    new: prismaStore(laterClient),
  }
  const rounds = { old: 0, new: 0 }
  let running = true
  const serve = async (version: 'old' | 'new', user: number) => {
    for (let round = 0; running; round += 1) {
      // What one version writes the other reads.
      const [store, other] =
        round % 2 === 0
          ? [stores[version], stores[version === 'old' ? 'new' : 'old']]
          : [stores.old, stores.new]
      const userId = `${version}-${user}`
      const login = record({ userId, createdAt: NOW + round })
      expect((await store.create(login, NOW, limited(1))).outcome).toBe('created')
      const written = next(login, { body: `1${round}` })
      expect(await other.replace(written, login.revision, NOW)).toEqual({ outcome: 'replaced' })
      expect(await store.list(ownerOf(userId), NOW)).toEqual([written])
      expect(await store.end(login.id, ending(), NOW)).toMatchObject({ id: login.id })
      rounds[version] += 1
    }
  }
  const load = Promise.all([serve('old', 1), serve('old', 2), serve('new', 1), serve('new', 2)])
  const more = (from: typeof rounds) => () => rounds.old > from.old + 5 && rounds.new > from.new + 5

  await Promise.race([load, until('both versions work before the migration', more({ ...rounds }))])
  await opened.client.$executeRawUnsafe('ALTER TABLE session ADD COLUMN note TEXT')
  await Promise.race([load, until('both versions work after the migration', more({ ...rounds }))])
  await laterClient.session.updateMany({ data: { note: 'filled by the new version' } })
  await Promise.race([load, until('both versions work on migrated rows', more({ ...rounds }))])
  await opened.client.$executeRawUnsafe('ALTER TABLE session ADD COLUMN remark TEXT')
  await Promise.race([load, until('both versions work two migrations later', more({ ...rounds }))])
  await opened.client.$executeRawUnsafe('ALTER TABLE session DROP COLUMN remark, DROP COLUMN note')
  await Promise.race([load, until('both versions work after both were taken back', more({ ...rounds }))])
  running = false
  await load
})
