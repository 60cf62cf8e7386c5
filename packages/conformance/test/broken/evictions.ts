import type { CreateOptions, Overflow, Ref, SessionRecord } from '@sess/core'
import { PartsStore } from '../support/parts-store.ts'
import type { BrokenStore } from './broken.ts'
import { limits } from './limits.ts'

export const brokenEvictions: readonly BrokenStore[] = [
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
