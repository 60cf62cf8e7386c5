import type {
  CreateOptions,
  CreateOutcome,
  Ending,
  Overflow,
  Ref,
  ReplaceOptions,
  SessionRecord,
} from '@sess/core'

interface UserNotes {
  notBefore: number
  mark: string | null
}

const live = (record: SessionRecord, now: number): boolean =>
  record.ended === null && now < record.idleExpiresAt && now < record.absoluteExpiresAt

const ref = ({ id, userId, group }: SessionRecord): Ref => ({ id, userId, group })

/** Orders by the first key that differs. */
const by =
  (...keys: (keyof SessionRecord)[]) =>
  (a: SessionRecord, b: SessionRecord): number => {
    const key = keys.find((name) => a[name] !== b[name])
    return key === undefined ? 0 : (a[key] ?? '') < (b[key] ?? '') ? -1 : 1
  }

const ORDER: Record<Exclude<Overflow, 'reject'>, ReturnType<typeof by>> = {
  'evict-oldest': by('createdAt', 'seenAt', 'id'),
  'evict-least-recent': by('seenAt', 'createdAt', 'id'),
}

/**
 * The contract once more, as a list that is searched from end to end: slow, and too simple to be wrong in the same way as
 * a store. It keeps everything for ever, so nothing may be past its `keepUntil` in a comparison with it.
 */
export class Reference {
  #all: SessionRecord[] = []
  readonly #notes = new Map<string, UserNotes>()

  read(id: string): SessionRecord | null {
    return this.#all.find((record) => record.id === id) ?? null
  }

  list(userId: string, now: number): SessionRecord[] {
    return this.#all
      .filter((record) => record.userId === userId && live(record, now))
      .sort(by('createdAt', 'id'))
  }

  create(record: SessionRecord, now: number, options: CreateOptions): CreateOutcome {
    const there = this.read(record.id)
    if (there !== null && there.revision !== record.revision) return { outcome: 'duplicate' }
    const evict: SessionRecord[] = []
    if (there === null && record.userId !== null) {
      const { userId } = record
      if ((options.authenticatedAt ?? Number.POSITIVE_INFINITY) < (this.#notes.get(userId)?.notBefore ?? 0)) {
        return { outcome: 'refused' }
      }
      const mine = this.list(userId, now)
      evict.push(...mine.filter(({ id }) => options.evict?.includes(id)))
      const filling = mine.filter(({ id, group }) => group === record.group && id !== options.supersedes)
      const counted = filling.filter((session) => !evict.includes(session))
      const { max, overflow } = options.limit ?? { max: Number.POSITIVE_INFINITY, overflow: 'reject' }
      if (counted.length >= max) {
        if (overflow === 'reject') return { outcome: 'limited', active: filling }
        const staying = max - 1
        evict.push(...counted.sort(ORDER[overflow]).slice(0, counted.length - staying))
      }
    }
    for (const { id } of evict) this.end(id, options.evictedAs)
    const superseded = options.supersedes === undefined ? null : this.read(options.supersedes)
    const over = superseded !== null && this.end(superseded.id, options.supersededAs) !== null
    if (there === null) this.#all.push(record)
    const mark = this.#notes.get(record.userId ?? '')?.mark ?? null
    return { outcome: 'created', evicted: evict.map(ref), superseded: over ? superseded : null, mark }
  }

  replace(next: SessionRecord, expected: string, now: number, { clearMark }: ReplaceOptions) {
    const current = this.read(next.id)
    if (current === null) return { outcome: 'missing' } as const
    if (current.revision !== expected || !live(current, now)) return { outcome: 'conflict', current } as const
    this.#all = this.#all.map((record) => (record.id === next.id ? next : record))
    const notes = this.#notes.get(next.userId ?? '')
    if (notes !== undefined && notes.mark === clearMark) notes.mark = null
    return { outcome: 'replaced' } as const
  }

  end(id: string, ended: Ending | undefined, ifRevision?: string): Ref | null {
    const record = this.read(id)
    if (record === null || record.ended !== null || ended === undefined) return null
    if (ifRevision !== undefined && record.revision !== ifRevision) return null
    const keepUntil = Math.max(record.keepUntil, ended.keepUntil)
    this.#all = this.#all.map((one) => (one === record ? { ...one, ended, body: '', keepUntil } : one))
    return ref(record)
  }

  endAll(
    userId: string,
    ending: Ending,
    now: number,
    given: { except?: string; notBefore?: number; mark?: string },
  ) {
    const { notBefore = 0, mark = null } = this.#notes.get(userId) ?? {}
    this.#notes.set(userId, {
      notBefore: given.notBefore !== undefined && given.notBefore > notBefore ? given.notBefore : notBefore,
      mark: given.mark ?? mark,
    })
    const ended = this.list(userId, now).filter(({ id }) => id !== given.except)
    for (const { id } of ended) this.end(id, ending)
    return ended.map(ref)
  }
}
