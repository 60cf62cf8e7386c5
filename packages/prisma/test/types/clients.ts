/** Compiled, never run: which clients the store takes, and which it does not. */
import type { MysqlClient as OldMysqlClient, SqliteClient as OldSqliteClient } from '@sess/prisma6'
import { type PrismaClientLike, prismaStore } from '../../src/index.ts'
import type { PrismaClient as MysqlClient } from '../generated/mysql/client/client.ts'
import type { PrismaClient as PostgresClient } from '../generated/postgresql/client/client.ts'
import type { PrismaClient as SqliteClient } from '../generated/sqlite/client/client.ts'
import type { PrismaClient as RenamedClient } from '../generated/sqlite-renamed/client/client.ts'

declare const clients: {
  postgres: PostgresClient
  mysql: MysqlClient
  sqlite: SqliteClient
  oldMysql: OldMysqlClient
  oldSqlite: OldSqliteClient
  renamed: RenamedClient
}

export function taken() {
  const { postgres, mysql, sqlite, oldMysql, oldSqlite, renamed } = clients
  const extended = postgres.$extends({
    name: 'an app’s own',
    model: { account: { greet: () => 'hello' } },
    query: { $allOperations: ({ args, query }) => query(args) },
    result: { account: { greeting: { needs: { name: true }, compute: ({ name }) => `Hello ${name}` } } },
  })
  const stores = [postgres, mysql, sqlite, oldMysql, oldSqlite, extended].map((client: PrismaClientLike) =>
    prismaStore(client),
  )
  const store = prismaStore(extended, { timeout: 1_000 })
  const joined = [
    postgres.$transaction(async (tx) => store.inTransaction(tx).read('id')),
    extended.$transaction(async (tx) => store.inTransaction(tx).read('id')),
    oldMysql.$transaction(async (tx) => store.inTransaction(tx).read('id')),
  ]
  const other = prismaStore(renamed, {
    models: { session: 'auth' },
    fields: { session: { userId: 'the_userId' } },
  })
  return { stores, joined, other }
}

export function refused() {
  const { postgres, renamed } = clients
  // @ts-expect-error its models have other names
  prismaStore(renamed)
  // @ts-expect-error there is no such field
  prismaStore(renamed, { fields: { session: { userID: 'x' } } })
  const { sessionUsed, ...withoutUsed } = postgres
  // @ts-expect-error a model is missing
  prismaStore(withoutUsed)
  const { session } = postgres
  // @ts-expect-error a model has other columns
  prismaStore({ ...postgres, sessionOwner: session })
  // @ts-expect-error no client at all
  prismaStore({})
  return sessionUsed
}
