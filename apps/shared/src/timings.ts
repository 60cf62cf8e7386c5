import type { Duration } from '@sess/core'

/** The demo's times, short enough to watch. */
export interface Timings {
  /** Each is one of the options of `createSessions`. */
  readonly renewalInterval: Duration
  readonly renewalOverlap: Duration
  readonly idleTimeout: Duration
  readonly absoluteTimeout: Duration
  /** How long a step-up lasts. */
  readonly stepUp: Duration
}

/** Variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** `DEMO_RENEWAL=2s pnpm demo`, for example. What is unset keeps its default. */
export function timingsFrom(env: Environment): Timings {
  return {
    renewalInterval: env.DEMO_RENEWAL ?? '20s',
    renewalOverlap: env.DEMO_OVERLAP ?? '5s',
    idleTimeout: env.DEMO_IDLE ?? '30m',
    absoluteTimeout: env.DEMO_ABSOLUTE ?? '12h',
    stepUp: env.DEMO_STEP_UP ?? '1m',
  }
}

/** The times of the accounts that attacks make: nobody waits longer than a second or two to see a token renewed. */
export const SANDBOX_TIMINGS = { renewalInterval: 1100, renewalOverlap: 500 } as const
