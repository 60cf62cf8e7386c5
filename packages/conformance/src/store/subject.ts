import type { SessionStore } from '@sess/core'

/** What one store under test is: fresh, empty, and nobody else's. */
export interface StoreSubject {
  readonly store: SessionStore
  /** Another handle on the same data, as another process has it. Races then run across both. */
  second?(): Promise<SessionStore>
  /**
   * How many keys or rows are left at `now`, which is later than every `keepUntil` of the case. First do what
   * reclaims them where that does not happen by itself (sweep); what a native expiry will reclaim by `now` is not left.
   */
  leftovers?(now: number): Promise<number>
  /** The next command that the store sends is run by the backend, but its answer never arrives. */
  loseNextAnswer?(): Promise<void>
  /** The backend cannot be reached, until `restore`. Calls must fail in bounded time. */
  outage?(): Promise<void>
  restore?(): Promise<void>
  close?(): Promise<void>
}

/** What a subject can offer beyond the six verbs. */
export type StoreFeature = 'sweep' | 'subscribe' | 'second' | 'leftovers' | 'lost-answers' | 'outage'

/** What a subject does offer. */
export function featuresOf(subject: StoreSubject): StoreFeature[] {
  const { store, second, leftovers, loseNextAnswer, outage, restore } = subject
  const all: [StoreFeature, boolean][] = [
    ['sweep', store.sweep !== undefined],
    ['subscribe', store.subscribe !== undefined],
    ['second', second !== undefined],
    ['leftovers', leftovers !== undefined],
    ['lost-answers', loseNextAnswer !== undefined],
    ['outage', outage !== undefined && restore !== undefined],
  ]
  return all.filter(([, there]) => there).map(([feature]) => feature)
}
