import type { ReplaceOptions, ReplaceOutcome, SessionRecord } from '@sess/core'
import { PartsStore } from '../support/parts-store.ts'
import { partsSubject, wrapped } from '../support/subjects.ts'
import type { BrokenStore } from './broken.ts'

const broken = (bug: string, fails: string, make: () => PartsStore): BrokenStore => ({
  bug,
  fails: [fails],
  open: () => partsSubject(make()),
})

/** What goes wrong with a single record. */
export const brokenReads: readonly BrokenStore[] = [
  {
    bug: 'read cuts `auth` at 255 characters',
    fails: ['READ-LIVE'],
    open: () =>
      wrapped((inner) => ({
        async read(id) {
          const record = await inner.read(id)
          return record && { ...record, auth: record.auth.slice(0, 255) }
        },
      })),
  },
  broken('read hides what has expired', 'READ-EXPIRED', () => {
    return new (class extends PartsStore {
      override find = (id: string) => {
        const record = this.records.get(id)
        return record && record.ended === null && record.absoluteExpiresAt < Date.now() ? undefined : record
      }
    })()
  }),
  broken('an ending forgets who did it', 'READ-ENDED', () => {
    return new (class extends PartsStore {
      override async read(id: string) {
        const record = await super.read(id)
        if (record?.ended?.by === undefined) return record
        const { by: _, ...ended } = record.ended
        return { ...record, ended }
      }
    })()
  }),
  {
    bug: 'read makes up a record for an unknown id',
    fails: ['READ-MISSING'],
    open: () =>
      wrapped((inner) => {
        let last: SessionRecord | null = null
        return {
          async create(record, now, options) {
            last = record
            return inner.create(record, now, options)
          },
          read: async (id) =>
            (await inner.read(id)) ?? (last?.id.slice(0, 12) === id.slice(0, 12) ? last : null),
        }
      }),
  },
  broken('gives its own objects out of its hands', 'READ-COPY', () => {
    return new (class extends PartsStore {
      override put(record: SessionRecord) {
        super.put(record)
        this.records.set(record.id, record)
      }
    })()
  }),
]

const always = (outcome: ReplaceOutcome) => outcome

export const brokenWrites: readonly BrokenStore[] = [
  broken('replace leaves `auth` as it was', 'REPLACE-WRITES', () => {
    return new (class extends PartsStore {
      override written = (next: SessionRecord, { auth }: SessionRecord) => ({ ...next, auth })
    })()
  }),
  broken('last write wins', 'REPLACE-CONFLICT', () => {
    return new (class extends PartsStore {
      override mayReplace = (current: SessionRecord, _expected: string, now: number) =>
        this.isLive(current, now)
    })()
  }),
  broken('a late save brings an ended session back', 'REPLACE-ENDED', () => {
    return new (class extends PartsStore {
      override mayReplace = (current: SessionRecord, expected: string, now: number) =>
        current.revision === expected && (current.ended !== null || this.isLive(current, now))
    })()
  }),
  broken('a late touch brings an expired session back', 'REPLACE-EXPIRED', () => {
    return new (class extends PartsStore {
      override mayReplace = (current: SessionRecord, expected: string) =>
        current.revision === expected && current.ended === null
    })()
  }),
  broken('replace creates what is missing', 'REPLACE-MISSING', () => {
    return new (class extends PartsStore {
      override absent = (next: SessionRecord) => {
        this.put(next)
        return always({ outcome: 'replaced' })
      }
    })()
  }),
  broken('a conflict with one’s own write is told as missing', 'REPLACE-REPEATED', () => {
    return new (class extends PartsStore {
      override conflict(current: SessionRecord, next: SessionRecord, options: ReplaceOptions) {
        const own = current.revision === next.revision
        return own ? always({ outcome: 'missing' }) : super.conflict(current, next, options)
      }
    })()
  }),
  broken('refuses a revision that was there before', 'REPLACE-REVISION-AGAIN', () => {
    return new (class extends PartsStore {
      readonly #seen = new Set<string>()
      override mayReplace(current: SessionRecord, expected: string, now: number, next: SessionRecord) {
        const revision = `${next.id} ${next.revision}`
        if (this.#seen.has(revision) || !super.mayReplace(current, expected, now, next)) return false
        this.#seen.add(revision).add(`${current.id} ${current.revision}`)
        return true
      }
    })()
  }),
  broken('an index keeps the deadlines of the login', 'REPLACE-MOVES', () => {
    return new (class extends PartsStore {
      readonly #deadlines = new Map<string, number>()
      override put(record: SessionRecord) {
        super.put(record)
        const deadline = Math.min(record.idleExpiresAt, record.absoluteExpiresAt)
        if (!this.#deadlines.has(record.id)) this.#deadlines.set(record.id, deadline)
      }
      override isListed = (record: SessionRecord, now: number) =>
        this.isLive(record, now) && now < (this.#deadlines.get(record.id) ?? 0)
    })()
  }),
]

export const brokenEnds: readonly BrokenStore[] = [
  broken('a tombstone keeps the data', 'END-TOMBSTONE', () => {
    return new (class extends PartsStore {
      override tombstone = (...[record, ended]: Parameters<PartsStore['tombstone']>) => ({
        ...record,
        ended,
        keepUntil: Math.max(record.keepUntil, ended.keepUntil),
      })
    })()
  }),
  broken('an expired session cannot end', 'END-EXPIRED', () => {
    return new (class extends PartsStore {
      override mayEnd = (record: SessionRecord, now: number, { ifRevision = record.revision }) =>
        this.isLive(record, now) && record.revision === ifRevision
    })()
  }),
  broken('the second end rewrites the first', 'END-ONCE', () => {
    return new (class extends PartsStore {
      override mayEnd = (record: SessionRecord, _now: number, { ifRevision = record.revision }) =>
        record.revision === ifRevision
    })()
  }),
  {
    bug: 'the end of what is missing leaves a tombstone',
    fails: ['END-MISSING'],
    open: () =>
      wrapped((inner) => ({
        async end(id, ending, now, options) {
          const ref = await inner.end(id, ending, now, options)
          if (ref === null && (await inner.read(id)) === null) {
            const at = { createdAt: now, seenAt: now, idleExpiresAt: now, absoluteExpiresAt: now }
            const nobody = { id, revision: '', userId: null, group: '', ...at, keepUntil: ending.keepUntil }
            await inner.create({ ...nobody, ended: null, auth: '', body: '' }, now)
          }
          return ref
        },
      })),
  },
  broken('ends unconditionally, whatever the revision', 'END-IF-REVISION', () => {
    return new (class extends PartsStore {
      override mayEnd = (record: SessionRecord) => record.ended === null
    })()
  }),
  broken('a tombstone is kept only as long as the session would have been', 'END-KEEP', () => {
    return new (class extends PartsStore {
      override tombstone = (...[record, ended]: Parameters<PartsStore['tombstone']>) => ({
        ...record,
        ended,
        body: '',
      })
    })()
  }),
]
