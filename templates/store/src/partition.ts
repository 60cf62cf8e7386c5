import type { Ending, SessionRecord } from '@sess/core'

/** Everything of one partition, as it lies under one key: read whole, written whole. */
export interface Partition {
  sessions: SessionRecord[]
  /** Beside the sessions, for they outlive them. Two users may share a partition. */
  users: UserState[]
}

export interface UserState {
  readonly userId: string
  /** Logins whose proof of identity began before this are refused. */
  notBefore: number | null
  /** Until when `notBefore` has to be kept. */
  keepUntil: number
  /** Kept until it is cleared, however long that takes. */
  mark: string | null
}

export const sessionOf = ({ sessions }: Partition, id: string): SessionRecord | undefined =>
  sessions.find((session) => session.id === id)

export const stateOf = ({ users }: Partition, userId: string | null): UserState | undefined =>
  users.find((user) => user.userId === userId)

/** Puts the record in the place of the one with its id, or adds it. */
export function put(partition: Partition, record: SessionRecord): void {
  partition.sessions = [...partition.sessions.filter(({ id }) => id !== record.id), record]
}

/** Notes what an `endAll` says about a user, with sessions or without. `notBefore` only ever grows. */
export function note(
  partition: Partition,
  userId: string,
  { keepUntil }: Ending,
  { notBefore, mark }: { readonly notBefore?: number; readonly mark?: string },
): void {
  const known = stateOf(partition, userId)
  const state = known ?? { userId, notBefore: null, keepUntil, mark: null }
  if (known === undefined) partition.users.push(state)
  if (notBefore !== undefined) state.notBefore = Math.max(state.notBefore ?? notBefore, notBefore)
  state.keepUntil = Math.max(state.keepUntil, keepUntil)
  state.mark = mark ?? state.mark
}

/** Drops at most `limit` sessions, and what was noted about users, of which nothing has to be kept any more. */
export function reclaim(partition: Partition, now: number, limit: number): { removed: number; left: number } {
  const over = partition.sessions.filter(({ keepUntil }) => keepUntil <= now)
  const leaving = new Set(over.slice(0, limit))
  partition.sessions = partition.sessions.filter((session) => !leaving.has(session))
  partition.users = partition.users.filter(({ mark, keepUntil }) => mark !== null || keepUntil > now)
  return { removed: leaving.size, left: over.length - leaving.size }
}
