import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The statements of a committed SQL file. */
export function statementsOf(provider: 'postgresql' | 'mysql' | 'sqlite'): string[] {
  const text = readFileSync(join(import.meta.dirname, `../../sql/${provider}.sql`), 'utf8')
  return text.split(/;\n/).filter((statement) => statement.trim() !== '')
}

/** What every generated client can do, whatever it was generated for. */
export interface Raw {
  $executeRawUnsafe(sql: string): PromiseLike<number>
  $queryRawUnsafe<T>(sql: string): PromiseLike<T>
  $disconnect(): Promise<void>
}

const TABLES = ['session', 'session_owner', 'session_device', 'session_used']

export async function createTables(client: Raw, provider: Parameters<typeof statementsOf>[0]): Promise<void> {
  for (const statement of statementsOf(provider)) await client.$executeRawUnsafe(statement)
  const quote = provider === 'mysql' ? '`' : '"'
  const account = `${quote}Account${quote}`
  await client.$executeRawUnsafe(
    `CREATE TABLE ${account} (id VARCHAR(191) PRIMARY KEY, name VARCHAR(191) NOT NULL)`,
  )
}

export async function clearTables(client: Raw): Promise<void> {
  for (const table of TABLES) await client.$executeRawUnsafe(`DELETE FROM ${table}`)
}

/** How many rows there are in all four tables. */
export async function countRows(client: Raw): Promise<number> {
  let rows = 0
  for (const table of TABLES) {
    const [row] = await client.$queryRawUnsafe<{ n: bigint | number }[]>(`SELECT COUNT(*) AS n FROM ${table}`)
    rows += Number(row?.n)
  }
  return rows
}
