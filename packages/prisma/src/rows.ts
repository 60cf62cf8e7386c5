/**
 * The rows of the four models, as Prisma returns and takes them. Times are `bigint` milliseconds. What is compared is
 * stored as lower-case hex, so that no collation can take two values for one; every other text is stored as it is.
 */

/** One session. */
export interface SessionRow {
  id: string
  revision: string
  /** SHA-256 of the user id, `null` for a guest: what rows are found by. */
  owner: string | null
  userId: string | null
  group: string
  createdAt: bigint
  seenAt: bigint
  idleExpiresAt: bigint
  absoluteExpiresAt: bigint
  keepUntil: bigint
  endedAt: bigint | null
  endedReason: string | null
  endedBy: string | null
  endedKeepUntil: bigint | null
  auth: string
  body: string
}

/** What stands beside a user's sessions, and the row that is locked while they are counted. */
export interface OwnerRow {
  owner: string
  notBefore: bigint | null
  mark: string | null
  /** `notBefore` is kept until then. */
  keepUntil: bigint
  /** `null` while there is a mark: then the row stays. */
  sweepAt: bigint | null
}

/** A device that a user has signed in from. */
export interface DeviceRow {
  /** SHA-256 of the user id and the device's hash. */
  id: string
  expiresAt: bigint
}

/** A thing that was used once. */
export interface UsedRow {
  /** SHA-256 of its key. */
  id: string
  expiresAt: bigint
}

/** A column that only counts. It is written to lock rows, and never read. */
export interface Counted {
  locks: bigint
}

/** The columns of each model, in the order in which they are selected. */
export const COLUMNS = {
  session: [
    'id',
    'revision',
    'owner',
    'userId',
    'group',
    'createdAt',
    'seenAt',
    'idleExpiresAt',
    'absoluteExpiresAt',
    'keepUntil',
    'endedAt',
    'endedReason',
    'endedBy',
    'endedKeepUntil',
    'auth',
    'body',
  ],
  owner: ['owner', 'notBefore', 'mark', 'keepUntil', 'sweepAt'],
  device: ['id', 'expiresAt'],
  used: ['id', 'expiresAt'],
} as const satisfies {
  session: readonly (keyof SessionRow)[]
  owner: readonly (keyof OwnerRow)[]
  device: readonly (keyof DeviceRow)[]
  used: readonly (keyof UsedRow)[]
}
