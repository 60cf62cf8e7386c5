import {
  type Ending,
  isLive,
  type Ref,
  refOf,
  type SessionRecord,
  type StoreNotice,
  tombstone,
} from './store.ts'

/** What stands beside a user's sessions. */
interface UserState {
  readonly ids: Set<string>
  /** Logins that began before this are refused; forgotten at `notBeforeUntil`. */
  notBefore: number
  notBeforeUntil: number
  mark: string | null
}

/** How many records and users a write looks at to see whether they may go: more than it can add, so memory stays bounded. */
const LOOKED_AT_PER_WRITE = 4

/** Oldest first, as `list` gives them. Ids are ASCII: comparing code units compares bytes. */
const byCreation = (a: SessionRecord, b: SessionRecord): number =>
  a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)

/** The data of a memory store, with the steps that its verbs are made of. Every method runs to its end undisturbed. */
export class MemoryState {
  readonly #records = new Map<string, SessionRecord>()
  readonly #users = new Map<string, UserState>()
  readonly #listeners = new Set<{ readonly listener: (notice: StoreNotice) => void }>()
  #nextRecord = this.#records.values()
  #nextUser = this.#users.entries()

  get(id: string): SessionRecord | undefined {
    return this.#records.get(id)
  }

  put(record: SessionRecord): void {
    const ended = record.ended && Object.freeze({ ...record.ended })
    this.#records.set(record.id, Object.freeze({ ...record, ended }))
    if (record.userId !== null) this.#user(record.userId).ids.add(record.id)
  }

  end(record: SessionRecord, ending: Ending): Ref {
    this.put(tombstone(record, ending))
    return refOf(record)
  }

  liveOf(userId: string, now: number): SessionRecord[] {
    const live: SessionRecord[] = []
    for (const id of this.#users.get(userId)?.ids ?? []) {
      const record = this.#records.get(id)
      if (record !== undefined && isLive(record, now)) live.push(record)
    }
    return live.sort(byCreation)
  }

  notBefore(userId: string): number {
    return this.#users.get(userId)?.notBefore ?? Number.NEGATIVE_INFINITY
  }

  refuseBefore(userId: string, notBefore: number, until: number): void {
    const user = this.#user(userId)
    user.notBefore = Math.max(user.notBefore, notBefore)
    user.notBeforeUntil = Math.max(user.notBeforeUntil, until)
  }

  markOf(userId: string | null): string | null {
    return (userId === null ? undefined : this.#users.get(userId)?.mark) ?? null
  }

  mark(userId: string, mark: string): void {
    this.#user(userId).mark = mark
  }

  clearMark(userId: string | null, mark: string): void {
    const user = userId === null ? undefined : this.#users.get(userId)
    if (user?.mark === mark) user.mark = null
  }

  /** Looks at a few records and users, each time at the next ones, and drops those that need not be kept any more. */
  reclaim(now: number): void {
    for (let looked = 0; looked < LOOKED_AT_PER_WRITE; looked += 1) {
      const record = this.#nextRecord.next()
      if (record.done) this.#nextRecord = this.#records.values()
      else if (record.value.keepUntil <= now) this.#drop(record.value)
      const user = this.#nextUser.next()
      if (user.done) this.#nextUser = this.#users.entries()
      else this.#dropUser(user.value[0], now)
    }
  }

  sweep(now: number, limit: number): { removed: number; more: boolean } {
    let removed = 0
    for (const record of this.#records.values()) {
      if (record.keepUntil > now) continue
      if (removed >= limit) return { removed, more: true }
      this.#drop(record)
      removed += 1
    }
    for (const userId of this.#users.keys()) this.#dropUser(userId, now)
    return { removed, more: false }
  }

  subscribe(listener: (notice: StoreNotice) => void): () => Promise<void> {
    const entry = { listener }
    this.#listeners.add(entry)
    return async () => {
      this.#listeners.delete(entry)
    }
  }

  /** After the change is complete, so that a listener may use the store. */
  tell(kind: StoreNotice['kind'], refs: readonly Ref[]): void {
    for (const ref of refs) {
      for (const { listener } of this.#listeners) {
        try {
          listener({ kind, ref })
        } catch {
          // What was written is written: a listener cannot turn it into a failure.
        }
      }
    }
  }

  dump(): string {
    const users = [...this.#users].map(([userId, { ids, ...rest }]) => ({ userId, ids: [...ids], ...rest }))
    return JSON.stringify({ records: [...this.#records.values()], users })
  }

  #user(userId: string): UserState {
    const known = this.#users.get(userId)
    if (known !== undefined) return known
    const never = Number.NEGATIVE_INFINITY
    const user: UserState = { ids: new Set(), notBefore: never, notBeforeUntil: never, mark: null }
    this.#users.set(userId, user)
    return user
  }

  #drop({ id, userId }: SessionRecord): void {
    this.#records.delete(id)
    if (userId !== null) this.#users.get(userId)?.ids.delete(id)
  }

  #dropUser(userId: string, now: number): void {
    const user = this.#users.get(userId)
    if (user?.ids.size === 0 && user.mark === null && user.notBeforeUntil <= now) this.#users.delete(userId)
  }
}
