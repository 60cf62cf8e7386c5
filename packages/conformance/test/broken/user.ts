import type { EndAllOptions, Ending, Owner, SessionRecord } from '@sess/core'
import type { Notes } from '../support/parts.ts'
import { PartsStore } from '../support/parts-store.ts'
import { partsSubject, wrapped } from '../support/subjects.ts'
import type { BrokenStore } from './broken.ts'

const broken = (bug: string, fails: string, make: () => PartsStore): BrokenStore => ({
  bug,
  fails: [fails],
  open: () => partsSubject(make()),
})

/** What goes wrong with all sessions of a user. */
export const brokenLists: readonly BrokenStore[] = [
  broken('list shows expired sessions', 'LIST-LIVE', () => {
    return new (class extends PartsStore {
      override isListed = (record: SessionRecord) => record.ended === null
    })()
  }),
  broken('list shows ended sessions', 'LIST-LIVE', () => {
    return new (class extends PartsStore {
      override isListed = (record: SessionRecord, now: number) =>
        now < Math.min(record.idleExpiresAt, record.absoluteExpiresAt)
    })()
  }),
  broken('list leaves ties to a locale', 'LIST-ORDER', () => {
    return new (class extends PartsStore {
      override inOrder(records: SessionRecord[]) {
        return records.sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id, 'en'))
      }
    })()
  }),
]

export const brokenEndAlls: readonly BrokenStore[] = [
  broken('endAll ends one group only', 'ENDALL-ENDS', () => {
    return new (class extends PartsStore {
      override stays = (record: SessionRecord, { except }: EndAllOptions) =>
        record.id === except || record.group === 'mobile'
    })()
  }),
  {
    bug: 'endAll reports expired sessions as ended',
    fails: ['ENDALL-ENDS'],
    open: () =>
      wrapped((inner) => {
        const known = new Map<string, SessionRecord>()
        return {
          async create(record, now, options) {
            known.set(record.id, record)
            return inner.create(record, now, options)
          },
          async endAll(owner, ending, now, options) {
            const refs = [...(await inner.endAll(owner, ending, now, options))]
            for (const { id, userId, idleExpiresAt } of known.values()) {
              if (userId !== owner.userId || now < idleExpiresAt) continue
              const ref = await inner.end(id, ending, now)
              if (ref !== null) refs.push(ref)
            }
            return refs
          },
        }
      }),
  },
  broken('endAll marks everybody', 'ENDALL-OTHERS', () => {
    return new (class extends PartsStore {
      override note(userId: string, ending: Ending, options: EndAllOptions) {
        super.note(userId, ending, options)
        if (options.mark !== undefined) for (const notes of this.notes.values()) notes.mark = options.mark
      }
      override markAtLogin = (userId: string | null) =>
        this.notesOf(userId)?.mark ??
        [...this.notes.values()].find(({ mark }) => mark === 'compromised')?.mark ??
        null
    })()
  }),
  broken('endAll ends the one that should stay', 'ENDALL-EXCEPT', () => {
    return new (class extends PartsStore {
      override stays = () => false
    })()
  }),
  broken('a smaller notBefore takes the place of a larger one', 'ENDALL-NOT-BEFORE', () => {
    return new (class extends PartsStore {
      override note(userId: string, ending: Ending, options: EndAllOptions) {
        super.note(userId, ending, options)
        const notes = this.notesOf(userId)
        if (notes !== undefined && options.notBefore !== undefined) notes.notBefore = options.notBefore
      }
    })()
  }),
  broken('notes nothing about a user without sessions', 'ENDALL-NOT-BEFORE', () => {
    return new (class extends PartsStore {
      override note(userId: string, ending: Ending, options: EndAllOptions) {
        if (this.ofUser({ userId, partition: '' }).length > 0) super.note(userId, ending, options)
      }
    })()
  }),
  broken('notBefore goes when the sessions go', 'ENDALL-KEEPS', () => {
    return new (class extends PartsStore {
      override isForgotten(user: string, { mark }: Notes) {
        return !this.index.has(user) && mark === null
      }
    })()
  }),
  broken('the mark is reported once', 'ENDALL-MARK', () => {
    return new (class extends PartsStore {
      override markAtLogin = (userId: string | null) => {
        const notes = this.notesOf(userId)
        const mark = notes?.mark ?? null
        if (notes !== undefined) notes.mark = null
        return mark
      }
    })()
  }),
  broken('the mark expires with everything else', 'ENDALL-MARK-KEEPS', () => {
    return new (class extends PartsStore {
      override isForgotten(_user: string, { until }: Notes, now: number) {
        return until <= now
      }
    })()
  }),
  broken('clears whatever mark there is', 'REPLACE-CLEARS-MARK', () => {
    return new (class extends PartsStore {
      override clearMark(userId: string | null) {
        const notes = this.notesOf(userId)
        if (notes !== undefined) notes.mark = null
      }
    })()
  }),
]

export const brokenKeeping: readonly BrokenStore[] = [
  broken('drops a record at its deadline', 'KEEP-UNTIL', () => {
    return new (class extends PartsStore {
      override isOver = (record: SessionRecord, now: number) =>
        now >= (record.ended === null ? record.absoluteExpiresAt : record.keepUntil)
    })()
  }),
  broken('sweeps without a limit', 'SWEEP', () => {
    return new (class extends PartsStore {
      override sweep(now: number) {
        return super.sweep(now, Number.POSITIVE_INFINITY)
      }
    })()
  }),
  broken('an index leaks', 'LEFTOVERS', () => {
    return new (class extends PartsStore {
      override drop(record: SessionRecord) {
        this.records.delete(this.key(record.id))
      }
    })()
  }),
  broken('what is noted about users leaks', 'LEFTOVERS', () => {
    return new (class extends PartsStore {
      override isForgotten() {
        return false
      }
    })()
  }),
]

export const brokenPartitions: readonly BrokenStore[] = [
  broken('takes a partition for a user', 'SHARED-PARTITION', () => {
    return new (class extends PartsStore {
      override ofUser({ partition }: Owner) {
        return [...this.records.values()].filter(
          ({ id, userId }) => id.startsWith(partition) && userId !== null,
        )
      }
    })()
  }),
]
