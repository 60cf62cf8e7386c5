import type { CreateOptions, Overflow, Ref, SessionRecord } from '@sess/core'
import { PartsStore } from '../support/parts-store.ts'
import { partsSubject, wrapped } from '../support/subjects.ts'
import type { BrokenStore } from './broken.ts'

export const brokenCreates: readonly BrokenStore[] = [
  {
    bug: 'create takes the login for the last activity',
    fails: ['CREATE-STORES'],
    open: () =>
      wrapped((inner) => ({
        create: (record, now, options) => inner.create({ ...record, seenAt: record.createdAt }, now, options),
      })),
  },
  {
    bug: 'create overwrites what has expired or ended',
    fails: ['CREATE-DUPLICATE'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override isRepetition = (taken: SessionRecord, record: SessionRecord) =>
            taken.revision === record.revision || taken.ended !== null
          override inserts = (taken?: SessionRecord) => taken === undefined || taken.ended !== null
        })(),
      ),
  },
  {
    bug: 'a repeated create is a duplicate',
    fails: ['CREATE-REPEATED'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override isRepetition = () => false
        })(),
      ),
  },
  {
    bug: 'a repeated create evicts once more',
    fails: ['CREATE-REPEATED'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override judgesAgain = () => true
        })(),
      ),
  },
  {
    bug: 'a repeated create does not repeat the superseding',
    fails: ['CREATE-REPEATED-SUPERSEDES'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override supersede(taken: SessionRecord | undefined, options: CreateOptions) {
            return taken === undefined ? super.supersede(taken, options) : null
          }
        })(),
      ),
  },
  {
    bug: 'a repeated create writes the record again, ended or not',
    fails: ['CREATE-REPEATED-ENDED'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override inserts = () => true
        })(),
      ),
  },
  {
    bug: 'a login that began exactly at notBefore is refused',
    fails: ['CREATE-REFUSED'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override isRefused(userId: string, authenticatedAt = Number.POSITIVE_INFINITY) {
            return authenticatedAt <= (this.notesOf(userId)?.notBefore ?? 0)
          }
        })(),
      ),
  },
  {
    bug: 'guests have a limit too',
    fails: ['CREATE-GUEST'],
    open: () =>
      wrapped((inner) => {
        let guests = 0
        return {
          async create(record, now, options) {
            if (record.userId === null && options?.limit !== undefined) {
              guests += 1
              if (guests >= options.limit.max) return { outcome: 'limited', active: [] }
            }
            return inner.create(record, now, options)
          },
        }
      }),
  },
]

/** Overrides of who is counted and who has to go. */
const limits = (bug: string, fails: string[], make: () => PartsStore): BrokenStore => ({
  bug,
  fails,
  open: () => partsSubject(make()),
})

export const brokenLimits: readonly BrokenStore[] = [
  limits('evicts at one below the limit', ['CREATE-LIMIT-ROOM'], () => {
    return new (class extends PartsStore {
      override filling(record: SessionRecord, options: CreateOptions, now: number) {
        const filling = super.filling(record, options, now)
        const early = options.limit?.overflow === 'evict-oldest' && filling.length === options.limit.max - 1
        return early ? [...filling, ...filling] : filling
      }
    })()
  }),
  limits('counts those that `evict` is about to end', ['CREATE-LIMIT-ROOM'], () => {
    return new (class extends PartsStore {
      override chosen(record: SessionRecord, evict: readonly string[], now: number) {
        return super.chosen(record, evict, now).map((one) => ({ ...one }))
      }
    })()
  }),
  limits('counts the superseded guest', ['CREATE-LIMIT-GUEST'], () => {
    return new (class extends PartsStore {
      override filling(record: SessionRecord, { supersedes, ...options }: CreateOptions, now: number) {
        const guest = supersedes === undefined ? undefined : this.find(supersedes)
        const counted = super.filling(record, options, now)
        return guest?.userId === null && guest.group === record.group ? [guest, ...counted] : counted
      }
    })()
  }),
  limits('counts expired sessions', ['CREATE-LIMIT-LIVE'], () => {
    return new (class extends PartsStore {
      override isCounted = (record: SessionRecord) => record.ended === null
    })()
  }),
  limits('counts sessions that were signed out', ['CREATE-LIMIT-LIVE'], () => {
    return new (class extends PartsStore {
      override isCounted = (record: SessionRecord, now: number) =>
        this.isLive(record, now) || record.ended?.reason === 'logout'
    })()
  }),
  limits('counts a session at its very deadline', ['CREATE-LIMIT-LIVE'], () => {
    return new (class extends PartsStore {
      override isCounted = (record: SessionRecord, now: number) => this.isLive(record, now - 1)
    })()
  }),
  limits('counts every group', ['CREATE-LIMIT-GROUP'], () => {
    return new (class extends PartsStore {
      override filling(record: SessionRecord, { supersedes }: CreateOptions, now: number) {
        const mine = this.ofUser({ userId: record.userId ?? '', partition: '' })
        return this.inOrder(mine.filter((one) => this.isLive(one, now) && one.id !== supersedes))
      }
    })()
  }),
  limits('a rejected login has ended what the person chose', ['CREATE-LIMIT-REJECT'], () => {
    return new (class extends PartsStore {
      override full(filling: SessionRecord[], leaving: ReadonlySet<SessionRecord>, options: CreateOptions) {
        for (const session of leaving) this.evict(session, options)
        return super.full(filling, leaving, options)
      }
    })()
  }),
  limits('tells of a full limit newest first', ['CREATE-LIMIT-REJECT'], () => {
    return new (class extends PartsStore {
      override full(filling: SessionRecord[], leaving: ReadonlySet<SessionRecord>, options: CreateOptions) {
        return super.full(filling.toReversed(), leaving, options)
      }
    })()
  }),
  limits('evicts one at most', ['CREATE-LIMIT-SHRINK'], () => {
    return new (class extends PartsStore {
      override victims(counted: SessionRecord[], surplus: number, overflow: Overflow, fresh: SessionRecord) {
        return super.victims(counted, surplus, overflow, fresh).slice(0, 1)
      }
    })()
  }),
  limits('evicts the wrong one: the newest', ['CREATE-EVICT-OLDEST'], () => {
    return new (class extends PartsStore {
      override victims(counted: SessionRecord[], surplus: number, overflow: Overflow, fresh: SessionRecord) {
        const order = super.victims(counted, counted.length, overflow, fresh)
        return overflow === 'evict-oldest' ? order.slice(-surplus) : order.slice(0, surplus)
      }
    })()
  }),
  limits('breaks ties by chance of insertion', ['CREATE-EVICT-OLDEST'], () => {
    return new (class extends PartsStore {
      override victims(counted: SessionRecord[], surplus: number, overflow: Overflow, fresh: SessionRecord) {
        if (overflow !== 'evict-oldest') return super.victims(counted, surplus, overflow, fresh)
        const inserted = [...this.records.keys()]
        const order = (a: SessionRecord, b: SessionRecord) =>
          a.createdAt - b.createdAt || a.seenAt - b.seenAt || inserted.indexOf(a.id) - inserted.indexOf(b.id)
        return counted.sort(order).slice(0, surplus)
      }
    })()
  }),
  limits('takes the least recent for the oldest', ['CREATE-EVICT-LEAST-RECENT'], () => {
    return new (class extends PartsStore {
      override victims(counted: SessionRecord[], surplus: number, _overflow: Overflow, fresh: SessionRecord) {
        return super.victims(counted, surplus, 'evict-oldest', fresh)
      }
    })()
  }),
  limits('evicts the newcomer when its clock is behind', ['CREATE-EVICT-NEW'], () => {
    return new (class extends PartsStore {
      override async create(record: SessionRecord, now: number, options: CreateOptions = {}) {
        const answer = await super.create(record, now, options)
        if (answer.outcome !== 'created' || answer.evicted.length === 0) return answer
        const left = this.filling(record, {}, now)
        if (left.every(({ id, createdAt }) => id === record.id || createdAt > record.createdAt))
          this.evict(record, options)
        return answer
      }
    })()
  }),
  limits('evicts whoever is named, whosever it is', ['CREATE-EVICT-CHOSEN'], () => {
    return new (class extends PartsStore {
      override chosen(_record: SessionRecord, evict: readonly string[], now: number) {
        return evict
          .map((id) => this.find(id))
          .filter((one) => one !== undefined)
          .filter((one) => one.userId !== null && this.isLive(one, now))
      }
    })()
  }),
  limits('evicts only within the group', ['CREATE-EVICT-CHOSEN'], () => {
    return new (class extends PartsStore {
      override chosen(record: SessionRecord, evict: readonly string[], now: number) {
        return super.chosen(record, evict, now).filter(({ group }) => group === record.group)
      }
    })()
  }),
  limits('reports an eviction twice', ['CREATE-EVICT-CHOSEN'], () => {
    return new (class extends PartsStore {
      override async create(record: SessionRecord, now: number, options: CreateOptions = {}) {
        const answer = await super.create(record, now, options)
        if (answer.outcome !== 'created') return answer
        const twice = (options.evict ?? []).filter((id, index, all) => all.indexOf(id) !== index)
        const again: Ref[] = answer.evicted.filter(({ id }) => twice.includes(id))
        return { ...answer, evicted: [...answer.evicted, ...again] }
      }
    })()
  }),
]

export const brokenSuperseding: readonly BrokenStore[] = [
  {
    bug: 'gives what `evict` ended as superseded, too',
    fails: ['MODEL'],
    open: () =>
      wrapped((inner) => ({
        async create(record, now, options = {}) {
          const both = options.supersedes !== undefined && options.evict?.includes(options.supersedes)
          const before = both ? await inner.read(options.supersedes ?? '') : null
          const answer = await inner.create(record, now, options)
          const again = answer.outcome === 'created' && answer.superseded === null && before?.ended === null
          return again ? { ...answer, superseded: before } : answer
        },
      })),
  },
  {
    bug: 'gives the superseded guest without its data',
    fails: ['CREATE-SUPERSEDES'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override supersede(taken: SessionRecord | undefined, options: CreateOptions) {
            const before = super.supersede(taken, options)
            return before && { ...before, body: '' }
          }
        })(),
      ),
  },
  {
    bug: 'superseding deletes the guest instead of ending it',
    fails: ['CREATE-SUPERSEDES'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override supersede(taken: SessionRecord | undefined, options: CreateOptions) {
            const before = super.supersede(taken, options)
            if (before !== null) this.drop(before)
            return before
          }
        })(),
      ),
  },
  {
    bug: 'supersedes once more what had already ended',
    fails: ['CREATE-SUPERSEDES-NONE'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override supersede(
            _taken: SessionRecord | undefined,
            { supersedes = '', supersededAs }: CreateOptions,
          ) {
            const record = this.find(supersedes)
            if (record !== undefined) this.finish(record, supersededAs)
            return record ?? null
          }
        })(),
      ),
  },
  {
    bug: 'supersedes only what is live',
    fails: ['CREATE-SUPERSEDES-EXPIRED'],
    open: () =>
      wrapped((inner) => ({
        async create(record, now, options = {}) {
          const { supersedes, ...rest } = options
          const before = supersedes === undefined ? null : await inner.read(supersedes)
          const over = before !== null && now >= Math.min(before.idleExpiresAt, before.absoluteExpiresAt)
          return inner.create(record, now, over ? rest : options)
        },
      })),
  },
  {
    bug: 'supersedes only guests and the same user',
    fails: ['CREATE-SUPERSEDES-USER'],
    open: () =>
      wrapped((inner) => ({
        async create(record, now, options = {}) {
          const { supersedes, ...rest } = options
          const before = supersedes === undefined ? null : await inner.read(supersedes)
          const foreign = before?.userId != null && record.userId !== null && before.userId !== record.userId
          return inner.create(record, now, foreign ? rest : options)
        },
      })),
  },
]
