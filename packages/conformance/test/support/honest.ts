import type { SessionStore } from '@sess/core'
import { type MemoryStore, memoryStore } from '@sess/core/memory'
import type { StoreSubject } from '../../src/store/subject.ts'
import { networkSubject } from './network.ts'
import { leftInMemory, memorySubject, partsSubject, wrapped } from './subjects.ts'

export interface HonestStore {
  readonly name: string
  readonly open: () => StoreSubject
  readonly random?: { readonly runs: number }
}

type Verb = (...args: never[]) => Promise<unknown>

/** The same store with something done around each of its verbs. */
function around(store: MemoryStore, wrap: (run: () => Promise<unknown>) => Promise<unknown>): MemoryStore {
  const verbs = ['create', 'read', 'replace', 'end', 'list', 'endAll', 'sweep'] as const
  const changed = verbs.map((verb) => {
    const original: Verb = store[verb]
    return [verb, (...args: never[]) => wrap(() => original(...args))]
  })
  return { ...store, ...Object.fromEntries(changed) }
}

function subjectAround(wrap: () => (run: () => Promise<unknown>) => Promise<unknown>): StoreSubject {
  const inner = memoryStore()
  return { store: around(inner, wrap()), leftovers: (now) => leftInMemory(inner, now) }
}

const turn = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms))

/** One call at a time, however long each takes: what a lock or a transaction does. */
function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve()
  return (run: () => Promise<unknown>) => {
    const mine = last.then(async () => {
      await null
      const answer = await run()
      await null
      return answer
    })
    last = mine.catch(() => {})
    return mine
  }
}

const copy = <T>(value: T): T => structuredClone(value)

/** Gives copies, never frozen ones, and keeps none of what it was given. */
const copying = (inner: MemoryStore): Partial<SessionStore> => ({
  create: async (record, now, options) => copy(await inner.create(copy(record), now, copy(options))),
  read: async (id) => copy(await inner.read(id)),
  replace: async (next, expected, now, options) =>
    copy(await inner.replace(copy(next), expected, now, options)),
  list: async (owner, now) => copy(await inner.list(owner, now)),
})

/** Refuses what is no well-formed Unicode. */
const strict = (inner: MemoryStore): Partial<SessionStore> => ({
  async create(record, now, options) {
    if (!record.body.isWellFormed() || !record.auth.isWellFormed()) throw new TypeError('not well-formed')
    return inner.create(record, now, options)
  },
})

/** Answers in another order where the contract gives none. */
const reversing = (inner: MemoryStore): Partial<SessionStore> => ({
  async create(record, now, options) {
    const answer = await inner.create(record, now, options)
    return answer.outcome === 'created' ? { ...answer, evicted: answer.evicted.toReversed() } : answer
  },
  endAll: async (...args) => (await inner.endAll(...args)).toReversed(),
})

export const HONEST: readonly HonestStore[] = [
  { name: 'the memory store', open: memorySubject, random: { runs: 300 } },
  { name: 'another implementation, made of parts', open: () => partsSubject(), random: { runs: 300 } },
  { name: 'one that gives copies', open: () => wrapped(copying) },
  { name: 'one that refuses ill-formed texts', open: () => wrapped(strict) },
  { name: 'one with another order of what has none', open: () => wrapped(reversing) },
  { name: 'one that yields in the middle, behind a lock', open: () => subjectAround(oneAtATime) },
  {
    name: 'a slow one, whose answers overtake each other',
    open: () =>
      subjectAround(() => async (run) => {
        await turn(Math.random() * 4)
        const answer = await run()
        await turn(Math.random() * 4)
        return answer
      }),
    random: { runs: 3 },
  },
  { name: 'one behind a network, for two processes', open: () => networkSubject() },
]
