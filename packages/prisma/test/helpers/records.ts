import type { Ending, Owner, SessionRecord } from '@sess/core'

export const NOW = 1_800_000_000_000
const MINUTE = 60_000

let count = 0

/** A partition and ids as core makes them: base64url characters, twelve and twelve. */
export const ownerOf = (userId: string): Owner => ({
  userId,
  partition: Buffer.from(userId.padEnd(9, '.')).toString('base64url').slice(0, 12),
})

export function record(given: Partial<SessionRecord> = {}): SessionRecord {
  count += 1
  const userId = given.userId === undefined ? 'alice' : given.userId
  const createdAt = given.createdAt ?? NOW
  return {
    id: ownerOf(userId ?? 'guest').partition + String(count).padStart(12, 'x'),
    revision: `revision${String(count).padStart(8, '0')}`,
    userId,
    group: userId === null ? 'guest' : 'web',
    createdAt,
    seenAt: createdAt,
    idleExpiresAt: NOW + 30 * MINUTE,
    absoluteExpiresAt: NOW + 720 * MINUTE,
    keepUntil: NOW + 2160 * MINUTE,
    ended: null,
    auth: '1secret',
    body: '1[{},{}]',
    ...given,
  }
}

export const next = (from: SessionRecord, changes: Partial<SessionRecord> = {}): SessionRecord => {
  count += 1
  return { ...from, revision: `revision${String(count).padStart(8, '0')}`, ...changes }
}

export const ending = (given: Partial<Ending> = {}): Ending => ({
  reason: 'logout',
  at: NOW,
  keepUntil: NOW + 2160 * MINUTE,
  ...given,
})

/** A limit of so many, the oldest making room. */
export const limited = (max: number) => ({
  limit: { max, overflow: 'evict-oldest' as const },
  evictedAs: ending({ reason: 'evicted' }),
})
