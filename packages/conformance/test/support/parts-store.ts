import {
  type CreateOptions,
  type CreateOutcome,
  type EndAllOptions,
  type Ending,
  type EndOptions,
  type Owner,
  type Ref,
  type ReplaceOptions,
  type ReplaceOutcome,
  refOf,
  type SessionRecord,
  type SessionStore,
} from '@sess/core'
import { type Listener, Parts } from './parts.ts'

/**
 * An honest store that is made of small parts, so that a broken one is this one with a single part replaced. It knows
 * nothing of the memory store: that both pass shows that the kit asks for no more than the contract.
 */
export class PartsStore extends Parts implements SessionStore {
  async create(record: SessionRecord, now: number, options: CreateOptions = {}): Promise<CreateOutcome> {
    const taken = this.find(record.id)
    if (taken !== undefined && !this.isRepetition(taken, record)) return { outcome: 'duplicate' }
    const leaving = new Set<SessionRecord>()
    if (record.userId !== null && this.judgesAgain(taken)) {
      if (this.isRefused(record.userId, options.authenticatedAt)) return { outcome: 'refused' }
      for (const chosen of this.chosen(record, options.evict ?? [], now)) leaving.add(chosen)
      const filling = this.filling(record, options, now)
      const counted = filling.filter((session) => !leaving.has(session))
      const { max, overflow } = options.limit ?? { max: Number.POSITIVE_INFINITY, overflow: 'reject' }
      const surplus = counted.length - max + 1
      if (surplus > 0 && overflow === 'reject') return this.full(filling, leaving, options)
      if (surplus > 0)
        for (const victim of this.victims(counted, surplus, overflow, record)) leaving.add(victim)
    }
    const evicted = [...leaving].map((session) => this.evict(session, options))
    const superseded = this.supersede(taken, options)
    if (this.inserts(taken)) this.put(record)
    this.tell('ended', superseded === null ? evicted : [...evicted, refOf(superseded)])
    return { outcome: 'created', evicted, superseded, mark: this.markAtLogin(record.userId) }
  }

  async read(id: string): Promise<SessionRecord | null> {
    return this.find(id) ?? null
  }

  async replace(
    next: SessionRecord,
    expected: string,
    now: number,
    options: ReplaceOptions = {},
  ): Promise<ReplaceOutcome> {
    const current = this.find(next.id)
    if (current === undefined) return this.absent(next)
    if (!this.mayReplace(current, expected, now, next)) return this.conflict(current, next, options)
    this.put(this.written(next, current))
    if (options.clearMark !== undefined) this.clearMark(next.userId, options.clearMark)
    if (options.publish !== undefined) this.tell(options.publish, [refOf(next)])
    return { outcome: 'replaced' }
  }

  async end(id: string, ending: Ending, now: number, options: EndOptions = {}): Promise<Ref | null> {
    const record = this.find(id)
    if (record === undefined || !this.mayEnd(record, now, options)) return null
    this.put(this.tombstone(record, ending))
    this.tell('ended', [refOf(record)])
    return refOf(record)
  }

  async list(owner: Owner, now: number): Promise<readonly SessionRecord[]> {
    return this.inOrder(this.ofUser(owner).filter((record) => this.isListed(record, now)))
  }

  async endAll(
    owner: Owner,
    ending: Ending,
    now: number,
    options: EndAllOptions = {},
  ): Promise<readonly Ref[]> {
    const ended = this.ofUser(owner).filter(
      (record) => this.isLive(record, now) && !this.stays(record, options),
    )
    for (const record of ended) this.put(this.tombstone(record, ending))
    this.note(owner.userId, ending, options)
    this.tell('ended', ended.map(refOf))
    return ended.map(refOf)
  }

  async sweep(now: number, limit: number): Promise<{ removed: number; more: boolean }> {
    const over = [...this.records.values()].filter((record) => this.isOver(record, now))
    for (const record of over.slice(0, limit)) this.drop(record)
    for (const [user, notes] of this.notes) if (this.isForgotten(user, notes, now)) this.notes.delete(user)
    return { removed: Math.min(over.length, limit), more: over.length > limit }
  }

  async subscribe(listener: Listener, _onGap: () => void): Promise<() => Promise<void>> {
    const entry: [Listener] = [listener]
    this.listeners.add(entry)
    return async () => this.unsubscribe(entry)
  }
}
