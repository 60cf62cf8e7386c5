import { type Contender, expect, inTurn } from '../contender.ts'

/** The part of a generated client that this needs. */
export interface SessionReader {
  readonly session: {
    findUnique(args: {
      where: { id: string }
      select: Record<string, true>
    }): PromiseLike<{ id?: string } | null>
  }
}

const COLUMNS = [
  ...[
    'id',
    'revision',
    'owner',
    'userId',
    'group',
    'createdAt',
    'seenAt',
    'idleExpiresAt',
    'absoluteExpiresAt',
  ],
  ...['keepUntil', 'endedAt', 'endedReason', 'endedBy', 'endedKeepUntil', 'auth', 'body'],
]

/** The least that sessions in a database can cost through Prisma: the query that the store sends, and no more. */
export function barePrisma(client: SessionReader, sessionIds: readonly string[]): Contender {
  const next = inTurn(sessionIds.map((id) => Buffer.from(id, 'base64url').toString('hex')))
  const select = Object.fromEntries(COLUMNS.map((column) => [column, true as const]))
  return {
    name: 'Prisma findUnique of the same rows',
    async run() {
      const id = next()
      const row = await client.session.findUnique({ where: { id }, select })
      expect(row?.id === id, 'findUnique')
    },
  }
}
