import type { Ending, Owner, SessionRecord } from '@sess/core'

let last = 0

/** 12 characters, another one for every name. */
export const partition = (name: string): string =>
  Buffer.from(name).toString('base64url').padEnd(12, '_').slice(-12)

const newId = (inPartition: string): string => inPartition + String(++last).padStart(12, '0')

export const ownerOf = (userId: string): Owner => ({ userId, partition: partition(userId) })

export const NOW = 1_700_000_000_000

export function record(given: Partial<SessionRecord> & { now?: number } = {}): SessionRecord {
  const { now = NOW, ...parts } = given
  const userId = parts.userId === undefined ? 'alice' : parts.userId
  return {
    id: newId(partition(userId ?? `guest${++last}`)),
    revision: `r${++last}`,
    userId,
    group: 'web',
    createdAt: now,
    seenAt: now,
    idleExpiresAt: now + 60_000,
    absoluteExpiresAt: now + 600_000,
    keepUntil: now + 120_000,
    ended: null,
    auth: '1["auth"]',
    body: '1{"data":{}}',
    ...parts,
  }
}

export const ending = (given: Partial<Ending> = {}): Ending => ({
  reason: 'logout',
  at: NOW,
  keepUntil: NOW + 200_000,
  ...given,
})
