import type { PrismaStore } from '../../src/index.ts'
import { SCENES } from './scenes.ts'

/** What Prisma logs of a query. */
export interface Logged {
  readonly query: string
  readonly params: string
}

export interface Queried {
  readonly statements: readonly Logged[]
  readonly transactions: number
}

const COMMITS = /^(-- Implicit ")?COMMIT\b/
const FRAMES = /^(-- Implicit "|BEGIN\b|START TRANSACTION\b|SET TRANSACTION\b|COMMIT\b|ROLLBACK\b)/

/** The queries of each scene's call, from Prisma's own log. */
export async function queriesOf(
  store: PrismaStore,
  listen: (listener: (query: Logged) => void) => void,
): Promise<ReadonlyMap<string, Queried>> {
  const log: Logged[] = []
  listen((query) => log.push(query))
  const queries = new Map<string, Queried>()
  for (const [name, prepare] of Object.entries(SCENES)) {
    const call = await prepare(store)
    log.length = 0
    await call()
    // The log is told on the next tick.
    await new Promise((resolve) => setImmediate(resolve))
    queries.set(name, {
      statements: log.filter(({ query }) => !FRAMES.test(query)),
      transactions: log.filter(({ query }) => COMMITS.test(query)).length,
    })
  }
  return queries
}

/** `SELECT session` for people. */
export function summary({ query }: Logged): string {
  const [, verb, table] = /^(SELECT|INSERT|UPDATE|DELETE)\b.*?\b(session\w*)\W/s.exec(query) ?? []
  return `${verb} ${table}`
}

/** The table for people, of a server where a single statement needs no transaction. */
export function tableOf(queries: ReadonlyMap<string, Queried>): string {
  const rows = [...queries].map(([name, { statements, transactions }]) => {
    const count = transactions === 0 ? `${statements.length}` : `1 transaction of ${statements.length}`
    return `| ${name} | ${count} | ${statements.map(summary).join(', ')} |`
  })
  return ['| | queries | which |', '|---|---|---|', ...rows].join('\n')
}
