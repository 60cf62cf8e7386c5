import { createIn } from './memory-create.ts'
import { MemoryState } from './memory-state.ts'
import { isLive, refOf, type SessionStore } from './store.ts'

export { memoryDeviceLedger, memoryReplayGuard } from './memory-ports.ts'

/** A store that has every verb, also the optional ones. */
export interface MemoryStore extends Required<SessionStore> {
  /** Everything that the store holds, as one JSON text. For tests: they search it for what must not be there. */
  dump(): string
}

/**
 * Sessions in the memory of **one process**: they end with it, and a second process knows nothing of them. Right for
 * development, tests and programs that are one process on purpose; everything else takes a store that servers share.
 *
 * The smallest implementation of the contract: a body without `await` is one atomic step. What is stored is frozen and
 * never the caller's own object. Memory is bounded by the sessions that must still be kept: every write drops a few
 * that need not.
 */
export function memoryStore(): MemoryStore {
  const state = new MemoryState()
  return {
    async create(record, now, options = {}) {
      state.reclaim(now)
      return createIn(state, record, now, options)
    },

    async read(id) {
      return state.get(id) ?? null
    },

    async replace(next, expected, now, options = {}) {
      state.reclaim(now)
      const current = state.get(next.id)
      if (current === undefined) return { outcome: 'missing' }
      if (current.revision !== expected || !isLive(current, now)) return { outcome: 'conflict', current }
      state.put(next)
      if (options.clearMark !== undefined) state.clearMark(next.userId, options.clearMark)
      if (options.publish === 'rekeyed') state.tell('rekeyed', [refOf(next)])
      return { outcome: 'replaced' }
    },

    async end(id, ending, now, options = {}) {
      state.reclaim(now)
      const record = state.get(id)
      if (record === undefined || record.ended !== null) return null
      if (options.ifRevision !== undefined && record.revision !== options.ifRevision) return null
      const ref = state.end(record, ending)
      state.tell('ended', [ref])
      return ref
    },

    async list({ userId }, now) {
      return state.liveOf(userId, now)
    },

    async endAll({ userId }, ending, now, { except, notBefore, mark } = {}) {
      state.reclaim(now)
      const ended = state
        .liveOf(userId, now)
        .filter(({ id }) => id !== except)
        .map((record) => state.end(record, ending))
      if (notBefore !== undefined) state.refuseBefore(userId, notBefore, ending.keepUntil)
      if (mark !== undefined) state.mark(userId, mark)
      state.tell('ended', ended)
      return ended
    },

    async sweep(now, limit) {
      return state.sweep(now, limit)
    },

    async subscribe(listener) {
      return state.subscribe(listener)
    },

    dump: () => state.dump(),
  }
}
