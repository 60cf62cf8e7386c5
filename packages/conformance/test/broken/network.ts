import { type Ref, refOf, type SessionRecord, type StoreNotice } from '@sess/core'
import { networkSubject, quietly } from '../support/network.ts'
import type { BrokenStore } from './broken.ts'

/** What goes wrong between a process and its store. */
export const brokenNetworks: readonly BrokenStore[] = [
  {
    bug: 'a cache in the process answers reads',
    fails: ['SECOND-HANDLE'],
    open: () =>
      networkSubject((handle) => {
        const cache = new Map<string, SessionRecord>()
        return {
          async read(id) {
            const record = cache.get(id) ?? (await handle.read(id))
            if (record !== null) cache.set(id, record)
            return record
          },
          async replace(next, ...rest) {
            cache.delete(next.id)
            return handle.replace(next, ...rest)
          },
          async end(id, ...rest) {
            cache.delete(id)
            return handle.end(id, ...rest)
          },
          async create(record, now, options) {
            cache.clear()
            return handle.create(record, now, options)
          },
          async endAll(...args) {
            cache.clear()
            return handle.endAll(...args)
          },
          async sweep(...args) {
            cache.clear()
            return handle.sweep(...args)
          },
        }
      }),
  },
  {
    bug: 'tells only of what this process did',
    fails: ['SUBSCRIBE-ANYWHERE'],
    open: () =>
      networkSubject((handle) => {
        const listeners = new Set<(notice: StoreNotice) => void>()
        const tell = (kind: StoreNotice['kind'], refs: readonly Ref[]) => {
          for (const ref of refs) for (const listener of listeners) quietly(() => listener({ kind, ref }))
        }
        return {
          async create(...args) {
            const answer = await handle.create(...args)
            if (answer.outcome !== 'created') return answer
            tell('ended', [
              ...answer.evicted,
              ...(answer.superseded === null ? [] : [refOf(answer.superseded)]),
            ])
            return answer
          },
          async end(...args) {
            const ref = await handle.end(...args)
            tell('ended', ref === null ? [] : [ref])
            return ref
          },
          async endAll(...args) {
            const refs = await handle.endAll(...args)
            tell('ended', refs)
            return refs
          },
          async replace(next, expected, now, options) {
            const answer = await handle.replace(next, expected, now, options)
            if (answer.outcome === 'replaced' && options?.publish) tell(options.publish, [refOf(next)])
            return answer
          },
          async subscribe(listener, onGap) {
            const mine = (notice: StoreNotice) => listener(notice)
            listeners.add(mine)
            const stop = await handle.subscribe(() => {}, onGap)
            return async () => {
              listeners.delete(mine)
              await stop()
            }
          },
        }
      }),
  },
  {
    bug: 'says nothing of a gap in the notices',
    fails: ['SUBSCRIBE-GAP'],
    open: () =>
      networkSubject((handle) => ({ subscribe: (listener) => handle.subscribe(listener, () => {}) })),
  },
  {
    bug: 'a create whose answer was lost takes its own id for taken',
    fails: ['FAULT-CREATE'],
    open: () =>
      networkSubject((handle) => {
        const tried = new Set<string>()
        return {
          async create(record, now, options) {
            if (tried.has(record.id)) return { outcome: 'duplicate' }
            try {
              return await handle.create(record, now, options)
            } catch (error) {
              tried.add(record.id)
              throw error
            }
          },
        }
      }),
  },
  {
    bug: 'a replace whose answer was lost is undone',
    fails: ['FAULT-REPLACE'],
    open: () =>
      networkSubject((handle) => ({
        async replace(next, expected, now, options) {
          try {
            return await handle.replace(next, expected, now, options)
          } catch (error) {
            await handle.replace({ ...next, body: '' }, next.revision, now).catch(() => null)
            throw error
          }
        },
      })),
  },
  {
    bug: 'an endAll whose answer was lost is never tried again',
    fails: ['FAULT-END'],
    open: () =>
      networkSubject((handle) => {
        let failed = false
        return {
          endAll: async (owner, ending, now, options) => {
            if (failed) return []
            const { notBefore, ...rest } = options ?? {}
            try {
              const refs = await handle.endAll(owner, ending, now, rest)
              return notBefore === undefined
                ? refs
                : [...refs, ...(await handle.endAll(owner, ending, now, options))]
            } catch (error) {
              failed = true
              throw error
            }
          },
        }
      }),
  },
  {
    bug: 'an outage looks like a session that is not there',
    fails: ['FAULT-OUTAGE'],
    open: () => networkSubject((handle) => ({ read: (id) => handle.read(id).catch(() => null) })),
  },
  {
    bug: 'an outage looks like a user without sessions',
    fails: ['FAULT-OUTAGE'],
    open: () =>
      networkSubject((handle) => ({ list: (owner, now) => handle.list(owner, now).catch(() => []) })),
  },
]
