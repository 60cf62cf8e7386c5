import type { Logged } from './queries.ts'
import type { Raw } from './tables.ts'

/** How a database says what it would do. Each gives the indexes that a statement uses, and `all of <table>` for a scan. */
const PLANS = {
  async postgresql(client: Raw, statement: string) {
    const [row] = await client.$queryRawUnsafe<{ 'QUERY PLAN': { Plan: PostgresPlan }[] }[]>(
      `EXPLAIN (FORMAT JSON) ${statement}`,
    )
    return (row?.['QUERY PLAN'] ?? []).flatMap(({ Plan }) => postgresIndexes(Plan))
  },
  async mysql(client: Raw, statement: string) {
    // An INSERT looks nothing up, and MariaDB reports that as a scan.
    if (statement.startsWith('INSERT')) return []
    const rows = await client.$queryRawUnsafe<{ table: string; type: string; key: string | null }[]>(
      `EXPLAIN ${statement}`,
    )
    return rows.map(({ table, type, key }) =>
      key === null || type === 'ALL' || type === 'index' ? `all of ${table}` : named(key, table),
    )
  },
  async sqlite(client: Raw, statement: string) {
    const rows = await client.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${statement}`)
    return rows.flatMap(({ detail }) => {
      const [, how, table = '', index] =
        /^(SEARCH|SCAN) (?:\w+\.)?(\w+)(?: USING (?:COVERING )?INDEX (\w+))?/.exec(detail) ?? []
      if (how === undefined) return []
      return [how === 'SEARCH' && index !== undefined ? named(index, table) : `all of ${table}`]
    })
  },
}

interface PostgresPlan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly Plans?: readonly PostgresPlan[]
}

function postgresIndexes(plan: PostgresPlan): string[] {
  const { 'Node Type': type, 'Index Name': index, 'Relation Name': table, Plans = [] } = plan
  const own =
    type === 'Seq Scan' ? [`all of ${table}`] : index === undefined ? [] : [named(index, table ?? '')]
  return [...own, ...Plans.flatMap(postgresIndexes)]
}

/** Each database has its own name for the index of a primary key. */
const named = (index: string, table: string): string => {
  if (index === 'PRIMARY') return `${table} (key)`
  const [, of] = /^(?:sqlite_autoindex_)?(\w+?)(?:_pkey|_1)$/.exec(index) ?? []
  return of === undefined ? index : `${of} (key)`
}

/** The indexes that the database uses for a statement that Prisma sent; or a table that it would read from end to end. */
export function indexesOf(
  client: Raw,
  provider: keyof typeof PLANS,
  { query, params }: Logged,
): Promise<string[]> {
  return PLANS[provider](client, withValues(query, JSON.parse(params)))
}

/** The statement with its values in place, as EXPLAIN wants it. */
function withValues(query: string, values: readonly unknown[]): string {
  let next = 0
  return query.replace(/(LIMIT |OFFSET )?(?:\$(\d+)|\?)/g, (_, count = '', at?: string) => {
    const value = values[at === undefined ? next++ : Number(at) - 1]
    if (value === null || value === undefined) return 'NULL'
    if (typeof value === 'number' || count !== '') return `${count}${value}`
    return `'${String(value).replaceAll("'", "''")}'`
  })
}
