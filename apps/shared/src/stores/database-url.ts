import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Provider } from '@sess/prisma'
import { reachable } from './reachable.ts'

export interface NamedDatabase {
  readonly provider: Provider
  /** For people: without user and password. */
  readonly name: string
  /** Loads the driver, and no other. Rejects where nothing listens. */
  adapter(): Promise<object>
}

/** What a `DATABASE_URL` names. Paths of files are relative to where the demo was started. */
export function databaseAt(url: string): NamedDatabase {
  const [scheme = ''] = url.split(':')
  switch (scheme) {
    case 'postgres':
    case 'postgresql':
      return postgres(addressOf(url))
    case 'mysql':
    case 'mariadb':
      return mysql(addressOf(url))
    case 'file':
      return sqlite(fileOf(url))
    default:
      throw new Error(
        'DATABASE_URL names no database that the demo knows. It begins with postgres:, mysql:, mariadb:, or file: as in file:./demo.db',
      )
  }
}

function postgres(url: URL): NamedDatabase {
  return {
    provider: 'postgresql',
    name: `PostgreSQL at ${url.host}${url.pathname}`,
    async adapter() {
      await reachable(url, 5432)
      const { PrismaPg } = await import('@prisma/adapter-pg')
      return new PrismaPg({ connectionString: url.href })
    },
  }
}

function mysql(url: URL): NamedDatabase {
  return {
    provider: 'mysql',
    name: `${url.protocol === 'mysql:' ? 'MySQL' : 'MariaDB'} at ${url.host}${url.pathname}`,
    async adapter() {
      await reachable(url, 3306)
      const { PrismaMariaDb } = await import('@prisma/adapter-mariadb')
      // Before the store loses its patience, for the driver knows why there is no connection.
      if (!url.searchParams.has('acquireTimeout')) url.searchParams.set('acquireTimeout', '2000')
      return new PrismaMariaDb(url.href)
    },
  }
}

function sqlite(file: string): NamedDatabase {
  return {
    provider: 'sqlite',
    name: `SQLite in ${file}`,
    async adapter() {
      const { PrismaBetterSqlite3 } = await import('@prisma/adapter-better-sqlite3')
      return new PrismaBetterSqlite3({ url: `file:${resolve(file)}` })
    },
  }
}

function addressOf(url: string): URL {
  if (URL.canParse(url)) return new URL(url)
  throw new Error('DATABASE_URL is no address. It looks like postgres://user:password@localhost:5432/name')
}

function fileOf(url: string): string {
  const path = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length).split('?')[0]
  if (path) return path
  throw new Error('DATABASE_URL names no file. It looks like file:./demo.db')
}
