import { ConfigError, SessError, StoreError } from './errors.ts'
import { type SessionStore, STORE_VERBS } from './store.ts'

/**
 * The store with every failure as a `StoreError`, whether it was thrown or rejected (P10). `ConfigError` for one that lacks a verb.
 *
 * A `create` that fails is asked once more: were only its answer lost, the new session would count and be listed, and nobody could
 * use it. The store knows its own revision, so that one session comes of it whichever had happened. Not so inside a transaction
 * (`repeats`), where the first failure is the last word.
 */
export function guardedStore(store: SessionStore, repeats = true): SessionStore {
  if (typeof store !== 'object' || store === null) {
    throw new ConfigError(
      'store',
      typeof store === 'function' ? 'it is a function, not what it makes.' : 'there is none.',
      'Pass one, for example redisStore(redis), or memoryStore() for one process.',
    )
  }
  for (const verb of STORE_VERBS) {
    if (typeof store[verb] !== 'function') {
      throw new ConfigError(
        'store',
        `it lacks ${verb}().`,
        'Pass a SessionStore that the conformance kit accepts.',
      )
    }
  }
  const call = async <T>(verb: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run()
    } catch (cause) {
      throw cause instanceof SessError ? cause : new StoreError(verb, cause)
    }
  }
  return {
    async create(record, now, options) {
      const create = () => call('create', () => store.create(record, now, options))
      try {
        return await create()
      } catch (error) {
        if (!repeats || !(error instanceof StoreError)) throw error
        return create().catch(() => {
          throw error
        })
      }
    },
    read: (id) => call('read', () => store.read(id)),
    replace: (next, expected, now, options) =>
      call('replace', () => store.replace(next, expected, now, options)),
    end: (id, ending, now, options) => call('end', () => store.end(id, ending, now, options)),
    list: (owner, now) => call('list', () => store.list(owner, now)),
    endAll: (owner, ending, now, options) => call('endAll', () => store.endAll(owner, ending, now, options)),
    ...(store.subscribe && {
      subscribe: (listener, onGap) =>
        call('subscribe', async () => (await store.subscribe?.(listener, onGap)) ?? (async () => {})),
    }),
    ...(store.sweep && {
      sweep: (now, limit) =>
        call('sweep', async () => store.sweep?.(now, limit) ?? { removed: 0, more: false }),
    }),
  }
}
