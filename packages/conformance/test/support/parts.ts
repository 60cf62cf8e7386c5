import {
  type CreateOptions,
  type CreateOutcome,
  type EndAllOptions,
  type Ending,
  type EndOptions,
  isLive,
  type Overflow,
  type Owner,
  type Ref,
  type ReplaceOptions,
  type ReplaceOutcome,
  refOf,
  type SessionRecord,
  type StoreNotice,
  tombstone,
} from '@sess/core'

export interface Notes {
  notBefore: number
  until: number
  mark: string | null
}

export type Listener = (notice: StoreNotice) => void

/** What the store of parts holds, and the small decisions that its verbs are made of. A broken store replaces one. */
export class Parts {
  readonly records = new Map<string, SessionRecord>()
  readonly index = new Map<string, Set<string>>()
  readonly notes = new Map<string, Notes>()
  readonly listeners = new Set<[Listener]>()

  key = (id: string): string => id
  userKey = (userId: string): string => userId
  isLive = (record: SessionRecord, now: number): boolean => isLive(record, now)
  isListed = (record: SessionRecord, now: number): boolean => this.isLive(record, now)
  isCounted = (record: SessionRecord, now: number): boolean => this.isLive(record, now)
  isOver = (record: SessionRecord, now: number): boolean => record.keepUntil <= now
  find = (id: string): SessionRecord | undefined => this.records.get(this.key(id))
  tombstone = (record: SessionRecord, ending: Ending): SessionRecord => tombstone(record, ending)
  written = (next: SessionRecord, _current: SessionRecord): SessionRecord => next
  isRepetition = (taken: SessionRecord, record: SessionRecord): boolean => taken.revision === record.revision
  judgesAgain = (taken: SessionRecord | undefined): boolean => taken === undefined
  inserts = (taken: SessionRecord | undefined): boolean => taken === undefined
  absent = (_next: SessionRecord): ReplaceOutcome => ({ outcome: 'missing' })
  stays = (record: SessionRecord, { except }: EndAllOptions): boolean => record.id === except
  unsubscribe = (entry: [Listener]): void => void this.listeners.delete(entry)
  evict = (session: SessionRecord, { evictedAs }: CreateOptions): Ref => this.finish(session, evictedAs)
  markAtLogin = (userId: string | null): string | null => this.notesOf(userId)?.mark ?? null
  notesOf = (userId: string | null): Notes | undefined =>
    userId === null ? undefined : this.notes.get(this.userKey(userId))

  put(record: SessionRecord): void {
    this.records.set(this.key(record.id), Object.freeze({ ...record }))
    if (record.userId === null) return
    const user = this.userKey(record.userId)
    this.index.set(user, (this.index.get(user) ?? new Set()).add(this.key(record.id)))
  }

  finish(record: SessionRecord, ending: Ending | undefined): Ref {
    if (ending === undefined) throw new TypeError('An ending is missing.')
    this.put(this.tombstone(record, ending))
    return refOf(record)
  }

  ofUser({ userId }: Owner): SessionRecord[] {
    const keys = [...(this.index.get(this.userKey(userId)) ?? [])]
    return keys.map((key) => this.records.get(key)).filter((record) => record !== undefined)
  }

  inOrder(records: SessionRecord[]): SessionRecord[] {
    return records.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  }

  isRefused(userId: string, authenticatedAt = Number.POSITIVE_INFINITY): boolean {
    return authenticatedAt < (this.notesOf(userId)?.notBefore ?? 0)
  }

  chosen({ userId }: SessionRecord, evict: readonly string[], now: number): SessionRecord[] {
    return evict
      .map((id) => this.find(id))
      .filter((record) => record !== undefined)
      .filter((record) => record.userId === userId && this.isLive(record, now))
  }

  filling({ userId, group, id }: SessionRecord, { supersedes }: CreateOptions, now: number): SessionRecord[] {
    const mine = this.inOrder(this.ofUser({ userId: userId ?? '', partition: id.slice(0, 12) }))
    return mine.filter((one) => this.isCounted(one, now) && one.group === group && one.id !== supersedes)
  }

  full(
    filling: SessionRecord[],
    _leaving: ReadonlySet<SessionRecord>,
    _options: CreateOptions,
  ): CreateOutcome {
    return { outcome: 'limited', active: filling }
  }

  victims(
    counted: SessionRecord[],
    surplus: number,
    overflow: Overflow,
    _fresh: SessionRecord,
  ): SessionRecord[] {
    const keys =
      overflow === 'evict-oldest' ? (['createdAt', 'seenAt'] as const) : (['seenAt', 'createdAt'] as const)
    const [first, second] = keys
    const order = (a: SessionRecord, b: SessionRecord) =>
      a[first] - b[first] || a[second] - b[second] || (a.id < b.id ? -1 : 1)
    return counted.sort(order).slice(0, surplus)
  }

  supersede(
    _taken: SessionRecord | undefined,
    { supersedes, supersededAs }: CreateOptions,
  ): SessionRecord | null {
    const record = supersedes === undefined ? undefined : this.find(supersedes)
    if (record === undefined || record.ended !== null) return null
    this.finish(record, supersededAs)
    return record
  }

  mayReplace(current: SessionRecord, expected: string, now: number, _next: SessionRecord): boolean {
    return current.revision === expected && this.isLive(current, now)
  }

  conflict(current: SessionRecord, _next: SessionRecord, _options: ReplaceOptions): ReplaceOutcome {
    return { outcome: 'conflict', current }
  }

  mayEnd(record: SessionRecord, _now: number, { ifRevision = record.revision }: EndOptions): boolean {
    return record.ended === null && record.revision === ifRevision
  }

  note(userId: string, ending: Ending, { notBefore = 0, mark }: EndAllOptions): void {
    const before = this.notesOf(userId) ?? { notBefore: 0, until: 0, mark: null }
    this.notes.set(this.userKey(userId), {
      notBefore: Math.max(before.notBefore, notBefore),
      until: Math.max(before.until, ending.keepUntil),
      mark: mark ?? before.mark,
    })
  }

  clearMark(userId: string | null, mark: string): void {
    const notes = this.notesOf(userId)
    if (notes?.mark === mark) notes.mark = null
  }

  isForgotten(_user: string, { until, mark }: Notes, now: number): boolean {
    return until <= now && mark === null
  }

  drop({ id, userId }: SessionRecord): void {
    this.records.delete(this.key(id))
    if (userId === null) return
    const user = this.userKey(userId)
    this.index.get(user)?.delete(this.key(id))
    if (this.index.get(user)?.size === 0) this.index.delete(user)
  }

  tell(kind: StoreNotice['kind'], refs: readonly Ref[]): void {
    for (const ref of refs) for (const [listener] of this.listeners) this.deliver(listener, { kind, ref })
  }

  deliver(listener: Listener, notice: StoreNotice): void {
    try {
      listener(notice)
    } catch {
      // A listener's own business.
    }
  }

  /** What is left in it, for `leftovers`. */
  get size(): number {
    return this.records.size + this.index.size + this.notes.size
  }
}
