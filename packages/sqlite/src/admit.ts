import { type CreateOptions, type CreateOutcome, isLive, type SessionRecord } from '@sess/core'
import { type Partition, sessionOf, stateOf } from './partition.ts'

export interface Admitted {
  readonly outcome: 'admitted'
  /** Whom the person chose to end, and whom the limit evicts. */
  readonly leaving: readonly SessionRecord[]
  /** Our own write, repeated: everything but the superseding had happened. */
  readonly repeated: boolean
}

/**
 * Steps 1 to 5 of `create`, in the contract's order and before anything changes. It knows nothing of the backend: keep it
 * wherever all of a user's sessions can be looked at inside the atomic step.
 */
export function admit(
  partition: Partition,
  record: SessionRecord,
  now: number,
  { authenticatedAt, evict = [], limit, supersedes }: CreateOptions,
): Admitted | Exclude<CreateOutcome, { outcome: 'created' }> {
  const taken = sessionOf(partition, record.id)
  if (taken?.revision === record.revision) return { outcome: 'admitted', leaving: [], repeated: true }
  if (taken !== undefined) return { outcome: 'duplicate' }
  const { userId, group } = record
  if (userId === null) return { outcome: 'admitted', leaving: [], repeated: false }

  const notBefore = stateOf(partition, userId)?.notBefore ?? null
  if (authenticatedAt !== undefined && notBefore !== null && authenticatedAt < notBefore)
    return { outcome: 'refused' }

  const live = liveOf(partition, userId, now)
  const chosen = live.filter(({ id }) => evict.includes(id))
  if (limit === undefined) return { outcome: 'admitted', leaving: chosen, repeated: false }
  const filling = live.filter((session) => session.group === group && session.id !== supersedes)
  const staying = filling.filter((session) => !chosen.includes(session))
  const surplus = Math.max(0, staying.length - limit.max + 1)
  if (surplus > 0 && limit.overflow === 'reject') return { outcome: 'limited', active: filling }
  const [first, second] =
    limit.overflow === 'evict-oldest'
      ? (['createdAt', 'seenAt'] as const)
      : (['seenAt', 'createdAt'] as const)
  const evicted = staying
    .sort((a, b) => a[first] - b[first] || a[second] - b[second] || byId(a, b))
    .slice(0, surplus)
  return { outcome: 'admitted', leaving: [...chosen, ...evicted], repeated: false }
}

/** The user's live sessions, oldest first, as `list` gives them. */
export const liveOf = ({ sessions }: Partition, userId: string, now: number): SessionRecord[] =>
  sessions
    .filter((session) => session.userId === userId && isLive(session, now))
    .sort((a, b) => a.createdAt - b.createdAt || byId(a, b))

/** Ids are ASCII: comparing code units compares bytes. Never by a locale. */
const byId = (a: SessionRecord, b: SessionRecord): number => (a.id < b.id ? -1 : 1)
