import type { Owner } from './store.ts'

/** Small ports beside the store. Their kits are in `@sess/conformance/ports`. */

/** Which devices a user is known to sign in from. It stores only hashes that core makes. */
export interface DeviceLedger {
  /**
   * Notes the device and says whether it was known at `now`: `new` exactly once, whatever races `[DEVICE-ONCE]`, and again
   * once it was not seen for `ttl` milliseconds `[DEVICE-TTL]`. Every call, also for a known device, begins `ttl` anew
   * `[DEVICE-KEPT]`. Users do not share devices, not even within a partition `[DEVICE-OWNER]`.
   */
  recognize(owner: Owner, deviceHash: string, now: number, ttl: number): Promise<'known' | 'new'>
}

/** Makes things that may happen only once happen only once: links, tickets. */
export interface ReplayGuard {
  /** `true` for the first caller of a key, `false` for all others until at least `expiresAt` `[REPLAY-ONCE]`. `now` is the caller's time. */
  consumeOnce(key: string, expiresAt: number, now: number): Promise<boolean>
}
