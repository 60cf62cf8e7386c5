/** What went wrong, told apart by what may be done about it. Prisma, its adapters and the databases each say it their way. */
export type FailureKind =
  | 'conflict'
  | 'taken'
  | 'unreachable'
  | 'connection-lost'
  | 'no-connection-free'
  | 'read-only'
  | 'table-missing'
  | 'column-missing'
  | 'locked'
  | 'transaction-expired'
  | 'other'

/** Prisma's own codes. */
const PRISMA: Readonly<Record<string, FailureKind>> = {
  P1001: 'unreachable',
  P1002: 'unreachable',
  P1008: 'locked',
  P1017: 'connection-lost',
  P2002: 'taken',
  P2021: 'table-missing',
  P2022: 'column-missing',
  P2024: 'no-connection-free',
  P2034: 'conflict',
  P2037: 'no-connection-free',
}

/** The databases' and drivers' codes, where Prisma has none. */
const DATABASE: Readonly<Record<string, FailureKind>> = {
  // PostgreSQL: SQLSTATE.
  '25006': 'read-only',
  '40001': 'conflict',
  '40P01': 'conflict',
  '53300': 'no-connection-free',
  '55P03': 'locked',
  '57014': 'locked',
  '57P01': 'connection-lost',
  '57P02': 'connection-lost',
  '57P03': 'unreachable',
  // MySQL and MariaDB: error numbers; from 45000 on they are the driver's.
  '1020': 'conflict',
  '1040': 'no-connection-free',
  '1203': 'no-connection-free',
  '1205': 'locked',
  '1213': 'conflict',
  '1290': 'read-only',
  '1792': 'read-only',
  '1836': 'read-only',
  '45009': 'connection-lost',
  '45012': 'unreachable',
  '45013': 'connection-lost',
  '45028': 'no-connection-free',
  // SQLite.
  SQLITE_READONLY: 'read-only',
  '8': 'read-only',
}

/** What has no code at all; a group is the name of what is missing. */
const TEXTS: readonly (readonly [RegExp, FailureKind])[] = [
  [/ECONNREFUSED|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN/, 'unreachable'],
  [/unable to start a transaction/i, 'no-connection-free'],
  [/timeout exceeded when trying to connect|timed out fetching a new connection/i, 'no-connection-free'],
  [
    /connection terminated|connection closed|not queryable|ECONNRESET|EPIPE|socket hang up/i,
    'connection-lost',
  ],
  [/readonly database/i, 'read-only'],
  [/no such table: ([\w.]+)/, 'table-missing'],
  [/(?:no such column:|has no column named) ([\w.]+)/, 'column-missing'],
]

export interface Failure {
  readonly kind: FailureKind
  /** The table or column that is missing, if the database named it. */
  readonly subject: string | null
}

export function failureOf(error: unknown): Failure {
  const { code, driver, text } = partsOf(error)
  const original = stringOf(driver.originalCode)
  const [pattern, byText] = TEXTS.find(([pattern]) => pattern.test(text)) ?? []
  // A pool whose server is down reports a timeout, and the refusal as its cause.
  const kind =
    (byText === 'unreachable' ? byText : undefined) ??
    PRISMA[code] ??
    DATABASE[original] ??
    (original.startsWith('08') || driver.state === '08S01' ? 'connection-lost' : undefined) ??
    byText ??
    (driver.kind === 'UniqueConstraintViolation' ? 'taken' : undefined) ??
    (code === 'P2028' ? 'transaction-expired' : 'other')
  const named = stringOf(driver.table) || stringOf(driver.column)
  return { kind, subject: named || (pattern?.exec(text)?.[1] ?? null) }
}

/** Prisma 7 puts the driver's error into `meta`, 6 often throws it as it is. */
function partsOf(error: unknown) {
  const { code, meta, cause, message } = fieldsOf(error)
  const driver = { ...fieldsOf(cause), ...fieldsOf(fieldsOf(fieldsOf(meta).driverAdapterError).cause) }
  const text = [message, driver.message, driver.originalMessage, driver.cause].map(stringOf).join('\n')
  return { code: stringOf(code), driver, text }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {}
  const { code, meta, cause, message, ...rest } = value as Record<string, unknown>
  return { ...rest, code, meta, cause, message }
}

const stringOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
