import type { Held } from './held.ts'

/** What one tab tells the others. Never a refresh token. */
export type Told = { readonly type: 'token'; readonly held: Held } | { readonly type: 'signed-out' }

/** The tabs of one browser that share one refresh cookie. */
export interface Tabs {
  /** Runs `work` while no other tab runs its own. `waited`: another tab was at it. */
  oneAtATime<T>(work: (waited: boolean) => Promise<T>): Promise<T>
  tell(told: Told): void
}

/** Tabs of their own each: what a client in memory is, and every runtime without the two APIs. */
const ALONE: Tabs = { oneAtATime: (work) => work(false), tell() {} }

/**
 * Web Locks let one tab refresh at a time; a BroadcastChannel, which reaches only pages of the same origin and writes nothing
 * down, hands its access token to the others.
 */
export function tabs(name: string | null, hear: (told: Told) => void): Tabs {
  if (name === null) return ALONE
  const locks = globalThis.navigator?.locks
  if (!locks || typeof BroadcastChannel === 'undefined') return ALONE
  const channel = new BroadcastChannel(name)
  channel.onmessage = ({ data }) => hear(data)
  // Node would wait for messages for ever.
  if ('unref' in channel && typeof channel.unref === 'function') channel.unref()
  return {
    async oneAtATime(work) {
      const free = await locks.request(name, { ifAvailable: true }, async (lock) =>
        lock ? { done: await work(false) } : null,
      )
      return free ? free.done : locks.request(name, () => work(true))
    },
    tell: (told) => channel.postMessage(told),
  }
}
