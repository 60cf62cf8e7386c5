import { until } from '@sess/servers/program'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prismaStore } from '../../src/index.ts'
import { limited, NOW, ownerOf, record } from '../helpers/records.ts'
import { openServer, SERVERS, type TestClient } from '../setup/servers.ts'

let opened: Awaited<ReturnType<typeof openServer>>
let others: TestClient[]
beforeAll(async () => {
  opened = await openServer('PostgreSQL', { default_transaction_isolation: 'serializable' })
  others = [1, 2, 3].map(() => SERVERS.PostgreSQL.connect(opened.server.port))
})
afterAll(async () => {
  for (const other of others) await other.$disconnect()
  await opened.close()
})

test('in a database that is SERIALIZABLE throughout, what fails to serialize (P2034) is run again, and the limit holds', async () => {
  const stores = [opened.client, ...others].map((client) => prismaStore(client, { timeout: 20_000 }))
  const logins = Array.from({ length: 24 }, (_, n) => record({ createdAt: NOW - n }))
  const made = await Promise.all(
    logins.map((login, n) => stores[n % stores.length]?.create(login, NOW, limited(2))),
  )
  expect(made.map((one) => one?.outcome)).toEqual(logins.map(() => 'created'))
  expect(await stores[0]?.list(ownerOf('alice'), NOW)).toHaveLength(2)
  await until('the server tells of transactions that it gave up', async () => {
    const [row] = await opened.client.$queryRawUnsafe<{ n: bigint }[]>(
      'SELECT xact_rollback AS n FROM pg_stat_database WHERE datname = current_database()',
    )
    return Number(row?.n) > 0
  })
})
