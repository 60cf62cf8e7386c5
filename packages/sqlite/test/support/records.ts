import type { Ending, SessionRecord } from '@sess/core'

export const NOW = 1_800_000_000_000
const HOUR = 3_600_000
const PARTITION = 'partition-01'

export const ADA = { userId: 'ada', partition: PARTITION }
export const LOGOUT: Ending = { reason: 'logout', at: NOW, keepUntil: NOW + HOUR }
export const EVICTED: Ending = { reason: 'evicted', at: NOW, keepUntil: NOW + HOUR }

/** A live session of ada. `own` is the second half of its id. */
export const session = (own: number | string, changes: Partial<SessionRecord> = {}): SessionRecord => ({
  id: PARTITION + String(own).padStart(12, '0'),
  revision: `revision-${own}`,
  userId: 'ada',
  group: 'web',
  createdAt: NOW,
  seenAt: NOW,
  idleExpiresAt: NOW + HOUR,
  absoluteExpiresAt: NOW + HOUR,
  keepUntil: NOW + HOUR,
  ended: null,
  auth: 'auth',
  body: 'body',
  ...changes,
})
