import type { SessionRecord } from '@sess/core'
import { PartsStore } from '../support/parts-store.ts'
import { partsSubject, wrapped } from '../support/subjects.ts'
import type { BrokenStore } from './broken.ts'

/** Long enough for everybody else to get in between. */
const gap = (): Promise<void> => new Promise((resume) => setTimeout(resume))

/** Logins that look first and act later. */
export const brokenLoginRaces: readonly BrokenStore[] = [
  {
    bug: 'check-then-insert: the limit is counted, then the session is inserted',
    fails: ['RACE-LIMIT', 'RACE-LIMIT-REJECT'],
    open: () =>
      wrapped((inner) => ({
        async create(record, now, { limit, ...options } = {}) {
          if (limit === undefined || record.userId === null) return inner.create(record, now, options)
          const owner = { userId: record.userId, partition: record.id.slice(0, 12) }
          const chosen = new Set(options.evict)
          const live = (await inner.list(owner, now)).filter(
            ({ group, id }) => group === record.group && id !== options.supersedes,
          )
          const counted = live.filter(({ id }) => !chosen.has(id))
          await gap()
          const surplus = counted.length - limit.max + 1
          if ((await inner.read(record.id)) !== null || surplus <= 0)
            return inner.create(record, now, options)
          if (limit.overflow === 'reject') return { outcome: 'limited', active: live }
          const keys = ['createdAt', 'seenAt'] as const
          const [first, second] = limit.overflow === 'evict-oldest' ? keys : keys.toReversed()
          const by = (key: (typeof keys)[number] | undefined) => (a: SessionRecord, b: SessionRecord) =>
            key === undefined ? 0 : a[key] - b[key]
          counted.sort((a, b) => by(first)(a, b) || by(second)(a, b) || (a.id < b.id ? -1 : 1))
          const evict = [...chosen, ...counted.slice(0, surplus).map(({ id }) => id)]
          return inner.create(record, now, { ...options, evict })
        },
      })),
  },
  {
    bug: 'two creates of one id both find it free',
    fails: ['RACE-CREATE'],
    open: () => {
      const store = new PartsStore()
      const create = store.create.bind(store)
      store.create = async (record, now, options) => {
        const free = store.find(record.id) === undefined
        await gap()
        if (free) store.records.delete(record.id)
        return create(record, now, options)
      }
      return partsSubject(store)
    },
  },
  {
    bug: 'a login is admitted behind an end-all',
    fails: ['RACE-ENDALL'],
    open: () => {
      const store = new PartsStore()
      const create = store.create.bind(store)
      store.create = async (record, now, { authenticatedAt, ...options } = {}) => {
        const refused = record.userId !== null && store.isRefused(record.userId, authenticatedAt)
        if (refused)
          return create(record, now, {
            ...options,
            ...(authenticatedAt !== undefined && { authenticatedAt }),
          })
        if (authenticatedAt !== undefined) await gap()
        return create(record, now, options)
      }
      return partsSubject(store)
    },
  },
  {
    bug: 'an end-all that ends first and notes later',
    fails: ['RACE-ENDALL'],
    open: () =>
      wrapped((inner) => ({
        async endAll(owner, ending, now, { notBefore, ...options } = {}) {
          const refs = await inner.endAll(owner, ending, now, options)
          if (notBefore === undefined) return refs
          await gap()
          const nobody = { userId: owner.userId, partition: owner.partition }
          const [stays] = await inner.list(nobody, now)
          const except = stays?.id ?? ''
          await inner.endAll(owner, ending, now, { notBefore, except })
          return refs
        },
      })),
  },
  {
    bug: 'two logins both read the guest before either ends it',
    fails: ['RACE-SUPERSEDE'],
    open: () =>
      wrapped((inner) => ({
        async create(record, now, options = {}) {
          const before = options.supersedes === undefined ? null : await inner.read(options.supersedes)
          if (before !== null) await gap()
          const answer = await inner.create(record, now, options)
          const late = answer.outcome === 'created' && answer.superseded === null && before?.ended === null
          return late ? { ...answer, superseded: before } : answer
        },
      })),
  },
  {
    bug: 'a guest is read, and ended later: what was written between is lost',
    fails: ['RACE-GUEST-WRITES'],
    open: () =>
      wrapped((inner) => ({
        async create(record, now, options = {}) {
          const before = options.supersedes === undefined ? null : await inner.read(options.supersedes)
          if (before !== null) await gap()
          const answer = await inner.create(record, now, options)
          const stale = answer.outcome === 'created' && answer.superseded !== null && before !== null
          return stale ? { ...answer, superseded: before } : answer
        },
      })),
  },
]
