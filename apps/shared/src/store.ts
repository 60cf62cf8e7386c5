import type { SessionStore } from '@sess/core'
import type { Environment } from './timings.ts'

/** Where a demo keeps its sessions. */
export interface DemoStore {
  readonly store: SessionStore
  /** As people are told of it; without what a URL may say of a password. */
  readonly name: string
  /** Lets go of the connections, which the store itself does not own. */
  close(): Promise<void>
}

/**
 * The store that the environment names: Redis with `REDIS_URL`, a database with `DATABASE_URL`, and else this process's memory.
 * Each is loaded only when it is chosen. Throws an error that says in one line what to do.
 */
export async function openStore({ REDIS_URL, DATABASE_URL }: Environment): Promise<DemoStore> {
  if (REDIS_URL && DATABASE_URL) {
    throw new Error(
      'REDIS_URL and DATABASE_URL are both set, but sessions have one home. Leave one out: DATABASE_URL= pnpm demo',
    )
  }
  if (REDIS_URL) {
    const { openRedis } = await import('./stores/redis.ts')
    return openRedis(REDIS_URL)
  }
  if (DATABASE_URL) {
    const { openDatabase } = await import('./stores/database.ts')
    return openDatabase(DATABASE_URL)
  }
  const { memoryStore } = await import('@sess/core/memory')
  return { store: memoryStore(), name: 'the memory of this process', close: async () => {} }
}
