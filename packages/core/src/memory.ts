import type { DeviceLedger, ReplayGuard } from './ports.ts'
import {
  type CreateOptions,
  type CreateOutcome,
  type EndAllOptions,
  type Ending,
  isLive,
  type Overflow,
  type Owner,
  type Ref,
  type ReplaceOptions,
  type ReplaceOutcome,
  refOf,
  type SessionRecord,
  type SessionStore,
  type StoreNotice,
  tombstone,
} from './store.ts'

/** How many records each write looks at to drop what nobody needs any more. */
const SWEPT_PER_WRITE = 4

/** What is kept about a user beside the sessions. */
interface UserState {
  notBefore: number
  notBeforeUntil: number
  mark: string | null
}

/** The in-memory store, and a look inside for tests. */
export interface MemoryStore extends SessionStore {
  sweep(now: number, limit: number): Promise<{ readonly removed: number; readonly more: boolean }>
  subscribe(listener: (notice: StoreNotice) => void, onGap: () => void): Promise<() => Promise<void>>
  /** Everything that is held, as JSON: for tests that look for what must not be there. */
  dump(): string
  /** How many records and user states are held. */
  readonly size: number
}

/**
 * Keeps sessions in this process's memory: for development, tests, and servers of a single process. They are gone when it
 * stops, and other processes do not see them.
 *
 * Every verb is atomic because its body does not wait for anything. Dead records are dropped a few per write.
 */
export function memoryStore(): MemoryStore {
  return new Memory()
}

class Memory implements MemoryStore {
  readonly #records = new Map<string, SessionRecord>()
  readonly #byUser = new Map<string, Set<string>>()
  readonly #users = new Map<string, UserState>()
  readonly #listeners = new Set<(notice: StoreNotice) => void>()
  #cursor: Iterator<[string, SessionRecord]> = this.#records.entries()

  async create(record: SessionRecord, now: number, options: CreateOptions = {}): Promise<CreateOutcome> {
    this.#dropSome(now)
    const { userId } = record
    const mark = userId === null ? null : (this.#users.get(userId)?.mark ?? null)
    const present = this.#records.get(record.id)
    if (present !== undefined) {
      if (present.revision !== record.revision) return { outcome: 'duplicate' }
      return { outcome: 'created', evicted: [], superseded: this.#supersede(options), mark }
    }
    if (userId === null) {
      this.#put({ ...record })
      return { outcome: 'created', evicted: [], superseded: this.#supersede(options), mark }
    }

    const notBefore = this.#users.get(userId)?.notBefore ?? Number.NEGATIVE_INFINITY
    if ((options.authenticatedAt ?? Number.POSITIVE_INFINITY) < notBefore) return { outcome: 'refused' }
    const live = this.#liveOf(userId, now)
    const chosen = live.filter(({ id }) => options.evict?.includes(id) && id !== options.supersedes)
    const counted = live.filter(
      (r) => r.group === record.group && r.id !== options.supersedes && !chosen.includes(r),
    )
    const overflowing = options.limit === undefined ? 0 : Math.max(0, counted.length + 1 - options.limit.max)
    if (overflowing > 0 && options.limit?.overflow === 'reject') {
      return {
        outcome: 'limited',
        active: live.filter((r) => r.group === record.group && r.id !== options.supersedes),
      }
    }
    const evicted = [...chosen, ...counted.sort(evictionOrder(options.limit?.overflow)).slice(0, overflowing)]
    for (const gone of evicted) this.#end(gone, required(options.evictedAs, 'evictedAs'))
    const superseded = this.#supersede(options)
    this.#put({ ...record })
    return { outcome: 'created', evicted: evicted.map(refOf), superseded, mark }
  }

  async read(id: string): Promise<SessionRecord | null> {
    return this.#records.get(id) ?? null
  }

  async replace(
    next: SessionRecord,
    expected: string,
    now: number,
    options: ReplaceOptions = {},
  ): Promise<ReplaceOutcome> {
    this.#dropSome(now)
    const current = this.#records.get(next.id)
    if (current === undefined) return { outcome: 'missing' }
    if (current.revision !== expected || !isLive(current, now)) return { outcome: 'conflict', current }
    this.#put({ ...next })
    const state = next.userId === null ? undefined : this.#users.get(next.userId)
    if (state !== undefined && options.clearMark !== undefined && state.mark === options.clearMark)
      state.mark = null
    if (options.publish === 'rekeyed') this.#publish({ kind: 'rekeyed', ref: refOf(next) })
    return { outcome: 'replaced' }
  }

  async end(
    id: string,
    ending: Ending,
    now: number,
    options: { ifRevision?: string } = {},
  ): Promise<Ref | null> {
    this.#dropSome(now)
    const record = this.#records.get(id)
    if (record === undefined || record.ended !== null) return null
    if (options.ifRevision !== undefined && options.ifRevision !== record.revision) return null
    this.#end(record, ending)
    return refOf(record)
  }

  async list(owner: Owner, now: number): Promise<readonly SessionRecord[]> {
    return this.#liveOf(owner.userId, now)
  }

  async endAll(
    owner: Owner,
    ending: Ending,
    now: number,
    options: EndAllOptions = {},
  ): Promise<readonly Ref[]> {
    this.#dropSome(now)
    const { except, notBefore, mark } = options
    if (notBefore !== undefined || mark !== undefined) {
      const before = this.#users.get(owner.userId)
      this.#users.set(owner.userId, {
        notBefore: Math.max(
          before?.notBefore ?? Number.NEGATIVE_INFINITY,
          notBefore ?? Number.NEGATIVE_INFINITY,
        ),
        notBeforeUntil: Math.max(before?.notBeforeUntil ?? 0, ending.keepUntil),
        mark: mark ?? before?.mark ?? null,
      })
    }
    const ended = this.#liveOf(owner.userId, now).filter(({ id }) => id !== except)
    for (const record of ended) this.#end(record, ending)
    return ended.map(refOf)
  }

  async sweep(now: number, limit: number): Promise<{ readonly removed: number; readonly more: boolean }> {
    let removed = 0
    for (const record of this.#records.values()) {
      if (record.keepUntil > now) continue
      if (removed === limit) return { removed, more: true }
      this.#drop(record)
      removed++
    }
    for (const [userId, state] of this.#users) {
      if (state.mark === null && state.notBeforeUntil <= now) this.#users.delete(userId)
    }
    return { removed, more: false }
  }

  async subscribe(listener: (notice: StoreNotice) => void, _onGap: () => void): Promise<() => Promise<void>> {
    this.#listeners.add(listener)
    return async () => {
      this.#listeners.delete(listener)
    }
  }

  dump(): string {
    return JSON.stringify({ records: [...this.#records.values()], users: [...this.#users] })
  }

  get size(): number {
    return this.#records.size + this.#users.size
  }

  /** Frozen, so that no caller can change what is stored. */
  #put(record: SessionRecord): void {
    this.#records.set(record.id, Object.freeze(record))
    if (record.userId === null) return
    const ids = this.#byUser.get(record.userId)
    if (ids === undefined) this.#byUser.set(record.userId, new Set([record.id]))
    else ids.add(record.id)
  }

  #drop({ id, userId }: SessionRecord): void {
    this.#records.delete(id)
    if (userId === null) return
    const ids = this.#byUser.get(userId)
    ids?.delete(id)
    if (ids?.size === 0) this.#byUser.delete(userId)
  }

  #end(record: SessionRecord, ending: Ending): void {
    this.#put(tombstone(record, ending))
    this.#publish({ kind: 'ended', ref: refOf(record) })
  }

  #supersede({ supersedes, supersededAs }: CreateOptions): SessionRecord | null {
    const record = supersedes === undefined ? undefined : this.#records.get(supersedes)
    if (record === undefined || record.ended !== null) return null
    this.#end(record, required(supersededAs, 'supersededAs'))
    return record
  }

  /** Oldest first, ties by id bytes: ids are ASCII, so code units are bytes. */
  #liveOf(userId: string, now: number): SessionRecord[] {
    const records = [...(this.#byUser.get(userId) ?? [])].map((id) => this.#records.get(id) as SessionRecord)
    return records
      .filter((record) => isLive(record, now))
      .sort((a, b) => a.createdAt - b.createdAt || byId(a, b))
  }

  #publish(notice: StoreNotice): void {
    for (const listener of this.#listeners) {
      try {
        listener(notice)
      } catch {
        // A subscriber's trouble is not the writer's.
      }
    }
  }

  #dropSome(now: number): void {
    for (let i = 0; i < SWEPT_PER_WRITE; i++) {
      const { value, done } = this.#cursor.next()
      if (done) {
        this.#cursor = this.#records.entries()
        return
      }
      if (value[1].keepUntil <= now) this.#drop(value[1])
    }
  }
}

const byId = (a: SessionRecord, b: SessionRecord): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

function evictionOrder(overflow: Overflow | undefined): (a: SessionRecord, b: SessionRecord) => number {
  const bySeen = (a: SessionRecord, b: SessionRecord) => a.seenAt - b.seenAt
  const byCreated = (a: SessionRecord, b: SessionRecord) => a.createdAt - b.createdAt
  const [first, second] = overflow === 'evict-least-recent' ? [bySeen, byCreated] : [byCreated, bySeen]
  return (a, b) => first(a, b) || second(a, b) || byId(a, b)
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new TypeError(`create() needs \`${name}\` for what it ends.`)
  return value
}

/** Known devices in this process's memory. */
export function memoryDeviceLedger(): DeviceLedger {
  const seen = new Map<string, number>()
  return {
    async recognize(owner, deviceHash, now, ttl) {
      const key = JSON.stringify([owner.userId, deviceHash])
      const until = seen.get(key)
      dropOldest(seen, now)
      seen.delete(key)
      seen.set(key, now + ttl)
      return until !== undefined && now < until ? 'known' : 'new'
    },
  }
}

/** One-time keys in this process's memory. */
export function memoryReplayGuard(): ReplayGuard {
  const consumed = new Map<string, number>()
  return {
    async consumeOnce(key, expiresAt, now) {
      const until = consumed.get(key)
      if (until !== undefined && now < until) return false
      dropOldest(consumed, now)
      consumed.set(key, expiresAt)
      return true
    },
  }
}

/** Drops a few entries that are over; the oldest stand first. */
function dropOldest(entries: Map<string, number>, now: number): void {
  let looked = 0
  for (const [key, until] of entries) {
    if (looked++ === SWEPT_PER_WRITE) return
    if (until <= now) entries.delete(key)
  }
}
