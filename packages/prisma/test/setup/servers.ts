import { PrismaMariaDb } from '@prisma/adapter-mariadb'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  MysqlClient as OldMysqlClient,
  PostgresClient as OldPostgresClient,
  PrismaMariaDb as OldPrismaMariaDb,
  PrismaPg as OldPrismaPg,
} from '@sess/prisma6'
import { startMariadb } from '@sess/servers/mariadb'
import { startPostgres } from '@sess/servers/postgres'
import { PrismaClient as MysqlClient } from '../generated/mysql/client/client.ts'
import { PrismaClient as PostgresClient } from '../generated/postgresql/client/client.ts'
import { createTables } from './tables.ts'

const log = [{ emit: 'event' as const, level: 'query' as const }]

const postgresAt = (port: number) => ({ connectionString: `postgresql://sess@127.0.0.1:${port}/postgres` })
const mariadbAt = (port: number) => ({
  host: '127.0.0.1',
  port,
  user: 'root',
  database: 'sess',
  acquireTimeout: 500,
})

/** Made from the same models, it offers the same: for tests that hold on each server. */
export type TestClient = PostgresClient
export type LoggedClient = PostgresClient<'query'>

/** What differs between the servers. */
export const SERVERS = {
  PostgreSQL: {
    provider: 'postgresql',
    start: startPostgres,
    connect: (port: number): TestClient => new PostgresClient({ adapter: new PrismaPg(postgresAt(port)) }),
    connectLogged: (port: number): LoggedClient =>
      new PostgresClient({ adapter: new PrismaPg(postgresAt(port)), log }),
    connectOld: (port: number) => new OldPostgresClient({ adapter: new OldPrismaPg(postgresAt(port)) }),
  },
  MariaDB: {
    provider: 'mysql',
    start: startMariadb,
    connect: (port: number) =>
      new MysqlClient({ adapter: new PrismaMariaDb(mariadbAt(port)) }) as unknown as TestClient,
    connectLogged: (port: number) =>
      new MysqlClient({ adapter: new PrismaMariaDb(mariadbAt(port)), log }) as unknown as LoggedClient,
    connectOld: (port: number) => new OldMysqlClient({ adapter: new OldPrismaMariaDb(mariadbAt(port)) }),
  },
} as const

export type ServerName = keyof typeof SERVERS
export const SERVER_NAMES = Object.keys(SERVERS) as ServerName[]

/** Starts the server and makes the tables. */
export async function openServer(name: ServerName, settings: Readonly<Record<string, string>> = {}) {
  const { provider, start, connect } = SERVERS[name]
  const server = await start(settings)
  const client = connect(server.port)
  await createTables(client, provider)
  return {
    server,
    client,
    async close() {
      await client.$disconnect()
      await server.stop()
    },
  }
}

/** Whether any statement waits for a lock right now. */
export async function waitsForLock(client: TestClient, name: ServerName): Promise<boolean> {
  const [row] = await client.$queryRawUnsafe<{ n: bigint | string }[]>(WAITING[name])
  return Number(row?.n) > 0
}

const WAITING: Record<ServerName, string> = {
  PostgreSQL: "SELECT COUNT(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
  MariaDB:
    'SELECT VARIABLE_VALUE AS n FROM information_schema.GLOBAL_STATUS ' +
    "WHERE VARIABLE_NAME = 'INNODB_ROW_LOCK_CURRENT_WAITS'",
}
