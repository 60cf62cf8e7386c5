/**
 * Prisma 6, beside the Prisma 7 of the other packages: two versions need two folders. The clients are made by the tests of
 * `@sess/prisma`, from the schema that it ships.
 */
export { PrismaBetterSQLite3 } from '@prisma/adapter-better-sqlite3'
export { PrismaMariaDb } from '@prisma/adapter-mariadb'
export { PrismaPg } from '@prisma/adapter-pg'
export { PrismaClient as MysqlClient } from '../generated/mysql/client/client.ts'
export { PrismaClient as PostgresClient } from '../generated/postgresql/client/client.ts'
export { PrismaClient as SqliteClient } from '../generated/sqlite/client/client.ts'
