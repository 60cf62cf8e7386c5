/**
 * Two further ports, small enough to be implemented beside a store or without one. The store's rules hold here too:
 * expected outcomes are values, a rejected promise means that the backend failed, strings compare by bytes. Case ids in
 * brackets are checked by `@sess/conformance/ports`.
 */

import { ConfigError } from './errors.ts'
import type { Owner } from './store.ts'

/** Which devices a user has signed in from. It holds hashes of device cookies, never the cookies. */
export interface DeviceLedger {
  /**
   * `new` if the device is not among the user's known ones at `now`, and notes it; `known` otherwise `[DEVICE-NEW]`
   * `[DEVICE-KNOWN]`. Either way it is known until `now + ttl`, or longer if it already was `[DEVICE-TTL]`; at that
   * moment itself it is unknown again. Of racing calls for one device, exactly one is told `new` `[DEVICE-RACE]`. A
   * device is one user's: another user, even of the same partition, has to meet it first `[DEVICE-USERS]`. A clock is
   * never read `[DEVICE-NO-CLOCK]`; nothing is left of devices that are no longer known `[DEVICE-LEFTOVERS]`.
   */
  recognize(owner: Owner, deviceHash: string, now: number, ttl: number): Promise<'known' | 'new'>
}

/** Makes what is valid once be used once: signed links, tickets, assertions. */
export interface ReplayGuard {
  /**
   * `true` for the first call with this key, `false` for every later one, until `expiresAt` has passed on the backend's
   * own clock `[REPLAY-ONCE]`; of racing calls exactly one gets `true` `[REPLAY-RACE]`. After that the key may be
   * forgotten, so the caller refuses what has expired *before* it asks, and adds to `expiresAt` by how much clocks may
   * differ. A later call never shortens the time `[REPLAY-KEEPS]`; nothing is left of what has expired `[REPLAY-LEFTOVERS]`.
   */
  consumeOnce(key: string, expiresAt: number): Promise<boolean>
}

/** The port as the app gave it; `ConfigError` for one that is none (P12). */
export function checkReplayGuard(guard: ReplayGuard | undefined): ReplayGuard | null {
  if (guard === undefined || typeof guard?.consumeOnce === 'function') return guard ?? null
  throw new ConfigError(
    'replayGuard',
    'it lacks consumeOnce().',
    'Pass for example memoryReplayGuard(), or leave it out.',
  )
}
