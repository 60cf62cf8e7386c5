import { type AuthState, encodeAuth } from './auth-state.ts'
import { type DataText, encodeBody } from './data.ts'
import type { ClientFacts } from './events.ts'
import type { Grant } from './grant.ts'
import { newRevision } from './id.ts'
import { GUEST, type Policy } from './policy.ts'
import type { SessionRecord } from './store.ts'

/** Pure changes of whole records. Each gives a new value with a new revision, ready for the store. */

/** What a guest's dead record is kept for: nothing but the clocks' differences. */
const GUEST_RETENTION = 60_000

export interface NewRecord {
  readonly id: string
  readonly userId: string | null
  readonly state: AuthState
  readonly client: ClientFacts
  readonly data: DataText
  readonly grant?: Grant | undefined
}

export function newRecord(given: NewRecord, now: number, policy: Policy, retention: number): SessionRecord {
  const { id, userId, state, client, data, grant } = given
  const record: SessionRecord = {
    id,
    revision: newRevision(),
    userId,
    group: policy.group,
    createdAt: now,
    seenAt: now,
    idleExpiresAt: now,
    absoluteExpiresAt: now + policy.absoluteTimeout,
    keepUntil: now,
    ended: null,
    auth: encodeAuth(state),
    body: encodeBody(client, data, grant),
  }
  return seen(record, now, policy, retention)
}

/** Whether activity has to be written down: at most once in `idleTolerance` (P9). */
export function isTouchDue(record: SessionRecord, now: number, policy: Policy): boolean {
  return now - record.seenAt >= policy.idleTolerance
}

/**
 * Activity at `now`. The deadline includes the tolerance, because up to that much later activity stays unwritten: so it is
 * never early, and late by at most the tolerance. Moves only forward.
 */
export function seen(record: SessionRecord, now: number, policy: Policy, retention: number): SessionRecord {
  const seenAt = Math.max(record.seenAt, now)
  const idleExpiresAt = Math.max(record.idleExpiresAt, seenAt + policy.idleTimeout + policy.idleTolerance)
  const kept =
    Math.min(idleExpiresAt, record.absoluteExpiresAt) + (policy.group === GUEST ? GUEST_RETENTION : retention)
  return {
    ...record,
    seenAt,
    idleExpiresAt,
    keepUntil: Math.max(record.keepUntil, kept),
    revision: newRevision(),
  }
}

export const withState = (record: SessionRecord, state: AuthState): SessionRecord => ({
  ...record,
  auth: encodeAuth(state),
  revision: newRevision(),
})
