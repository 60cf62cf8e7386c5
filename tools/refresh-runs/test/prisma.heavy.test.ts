import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SessionStore } from '@sess/core'
import { type PrismaClientLike, prismaStore } from '@sess/prisma'
import { generatedClient, sessModels, sessTables } from '@sess/prisma-client'
import { startPostgres } from '@sess/servers/postgres'
import { afterAll, beforeAll } from 'vitest'
import { runs } from './runs.ts'

type Client = PrismaClientLike & {
  $executeRawUnsafe(sql: string): PromiseLike<unknown>
  $disconnect(): Promise<void>
}

let server: Awaited<ReturnType<typeof startPostgres>>
let client: Client
let store: SessionStore

beforeAll(async () => {
  server = await startPostgres()
  const folder = join(import.meta.dirname, '../.cache/prisma')
  const PrismaClient = await generatedClient('postgresql', sessModels('postgresql'), folder)
  client = new PrismaClient({ adapter: new PrismaPg({ connectionString: server.url }) }) as Client
  store = prismaStore(client)
  for (const sql of sessTables('postgresql')) await client.$executeRawUnsafe(sql)
})
afterAll(async () => {
  await client.$disconnect()
  await server.stop()
})

runs('Prisma and PostgreSQL', () => store, { honest: 100, thefts: 5 })
