import type { SessionStore } from '@sess/core'
import { type MemoryStore, memoryStore } from '@sess/core/memory'
import type { StoreSubject } from '../../src/store/subject.ts'
import { PartsStore } from './parts-store.ts'

/** The subjects of the kit's own tests: each a store with what the kit needs to look at it. */

export function memorySubject(): StoreSubject {
  const store = memoryStore()
  return { store, leftovers: (now) => leftInMemory(store, now) }
}

export async function leftInMemory(store: MemoryStore, now: number): Promise<number> {
  await store.sweep(now, Number.POSITIVE_INFINITY)
  const { records, users } = JSON.parse(store.dump())
  return records.length + users.length
}

/** The store of parts, with some of its parts replaced. */
export function partsSubject(store: PartsStore = new PartsStore()): StoreSubject {
  return {
    store,
    async leftovers(now) {
      await store.sweep(now, Number.POSITIVE_INFINITY)
      return store.size
    },
  }
}

/** The memory store with some verbs replaced by others that use it. */
export function wrapped(change: (inner: MemoryStore) => Partial<SessionStore>): StoreSubject {
  const inner = memoryStore()
  return { store: { ...inner, ...change(inner) }, leftovers: (now) => leftInMemory(inner, now) }
}
