import type { SessionStore } from '@sess/core'
import { memoryStore } from '@sess/core/memory'

/** A memory store that can be made slow, and taken down, as a real one is. */
export interface TestStore extends SessionStore {
  /** How many calls each verb has had. */
  readonly calls: Record<string, number>
  /** Every verb waits up to this many ms before and after it does its work. */
  slowness: number
  /** When set, every verb fails like this. */
  outage: Error | null
  /** Everything that is at rest. */
  dump(): string
}

export function testStore(): TestStore {
  const inner = memoryStore()
  const calls: Record<string, number> = {}
  const store = {
    calls,
    slowness: 0,
    outage: null as Error | null,
    dump: () => inner.dump(),
  }
  const pause = () =>
    store.slowness > 0 && new Promise((resolve) => setTimeout(resolve, Math.random() * store.slowness))
  const call = async <T>(verb: string, run: () => Promise<T>): Promise<T> => {
    calls[verb] = (calls[verb] ?? 0) + 1
    await pause()
    if (store.outage) throw store.outage
    const answer = await run()
    await pause()
    return answer
  }
  return Object.assign(store, {
    create: (record, now, options) => call('create', () => inner.create(record, now, options)),
    read: (id) => call('read', () => inner.read(id)),
    replace: (next, expected, now, options) =>
      call('replace', () => inner.replace(next, expected, now, options)),
    end: (id, ending, now, options) => call('end', () => inner.end(id, ending, now, options)),
    list: (owner, now) => call('list', () => inner.list(owner, now)),
    endAll: (owner, ending, now, options) => call('endAll', () => inner.endAll(owner, ending, now, options)),
  } satisfies SessionStore)
}
