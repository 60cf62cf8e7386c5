import type { CreateOptions, SessionRecord } from '@sess/core'
import { PartsStore } from '../support/parts-store.ts'
import { partsSubject, wrapped } from '../support/subjects.ts'
import type { BrokenStore } from './broken.ts'

/** Long enough for everybody else to get in between. */
const gap = (): Promise<void> => new Promise((resume) => setTimeout(resume))

/** Writes and ends that look first and act later. */
export const brokenWriteRaces: readonly BrokenStore[] = [
  {
    bug: 'compares the revision first and writes later',
    fails: ['RACE-REPLACE', 'RACE-UPDATE'],
    open: () => {
      const store = new PartsStore()
      const replace = store.replace.bind(store)
      store.replace = async (next, expected, now, options) => {
        const judged = store.find(next.id)
        await gap()
        const current = store.find(next.id)
        const won = judged !== undefined && judged.revision === expected && current?.ended === null
        return replace(next, won ? current.revision : expected, now, options)
      }
      return partsSubject(store)
    },
  },
  {
    bug: 'loses a write now and then, though it says `replaced`',
    fails: ['RACE-UPDATE'],
    open: () => {
      const store = new PartsStore()
      let writes = 0
      store.written = (next, current) => {
        writes += 1
        return writes === 10 ? { ...next, body: current.body } : next
      }
      return partsSubject(store)
    },
  },
  {
    bug: 'two ends both find the session live',
    fails: ['RACE-END'],
    open: () =>
      wrapped((inner) => ({
        async end(id, ending, now, options) {
          const before = await inner.read(id)
          await gap()
          const ref = await inner.end(id, ending, now, options)
          if (ref !== null || before === null || before.ended !== null) return ref
          const right = options?.ifRevision === undefined || options.ifRevision === before.revision
          return right ? { id, userId: before.userId, group: before.group } : null
        },
      })),
  },
  {
    bug: 'a write that was on its way lands on the tombstone',
    fails: ['RACE-END-REPLACE'],
    open: () => {
      const store = new PartsStore()
      const replace = store.replace.bind(store)
      store.replace = async (next, expected, now, options) => {
        const judged = store.find(next.id)
        await gap()
        const current = store.find(next.id)
        if (
          judged?.ended === null &&
          current?.ended != null &&
          store.isLive(judged, now) &&
          judged.revision === expected
        ) {
          store.put(next)
          return { outcome: 'replaced' }
        }
        return replace(next, expected, now, options)
      }
      return partsSubject(store)
    },
  },
  {
    bug: 'an eviction reports a session that somebody else had just ended',
    fails: ['RACE-MIXED'],
    open: () => {
      const store = new PartsStore()
      const create = store.create.bind(store)
      store.create = async (record: SessionRecord, now: number, options: CreateOptions = {}) => {
        const owner = { userId: record.userId ?? '', partition: record.id.slice(0, 12) }
        const before = record.userId === null ? [] : [...(await store.list(owner, now))]
        await gap()
        const answer = await create(record, now, options)
        if (answer.outcome !== 'created') return answer
        const gone = before.filter(({ id }) => store.find(id)?.ended?.reason === 'logout')
        return {
          ...answer,
          evicted: [...answer.evicted, ...gone.map(({ id, userId, group }) => ({ id, userId, group }))],
        }
      }
      return partsSubject(store)
    },
  },
]
