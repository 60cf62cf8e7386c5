import type { CreateOptions, Overflow, SessionRecord } from '@sess/core'
import { PartsStore } from '../support/parts-store.ts'
import { partsSubject } from '../support/subjects.ts'
import type { BrokenStore } from './broken.ts'

/** Overrides of who is counted and who has to go. */
export const limits = (bug: string, fails: string[], make: () => PartsStore): BrokenStore => ({
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
]
