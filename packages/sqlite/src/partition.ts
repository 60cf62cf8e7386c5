import type { SessionRecord } from '@sess/core'

/** What `create` has to look at: the user's live sessions, the record with the new one's id, and what was noted about the user. */
export interface Partition {
  readonly sessions: readonly SessionRecord[]
  readonly users: readonly UserState[]
}

export interface UserState {
  readonly userId: string
  readonly notBefore: number | null
  readonly mark: string | null
}

export const sessionOf = ({ sessions }: Partition, id: string): SessionRecord | undefined =>
  sessions.find((session) => session.id === id)

export const stateOf = ({ users }: Partition, userId: string | null): UserState | undefined =>
  users.find((user) => user.userId === userId)
