import type { GroupOptions } from './options.ts'

/**
 * Presets to spread into the options, or into those of a group: `createSessions({ store, ...policies.nistAal2 })`. The idle timeouts
 * leave room for `idleTolerance`, so that even the latest end is within the limit. What they ask of the sign-in itself is the app's:
 * pass `acr` to `login`, and ask for it with `requireAuth`.
 */
export const policies = {
  /** NIST SP 800-63B-4 §2.1.3: at most 30 days; an inactivity timeout is optional there, and a week here. */
  nistAal1: { absoluteTimeout: '30d', idleTimeout: '7d' },
  /** NIST SP 800-63B-4 §2.2.3: at most 24 hours, and 1 hour of inactivity. */
  nistAal2: { absoluteTimeout: '24h', idleTimeout: '59m', idleTolerance: '1m' },
  /** NIST SP 800-63B-4 §2.3.3: at most 12 hours, and 15 minutes of inactivity. */
  nistAal3: { absoluteTimeout: '12h', idleTimeout: '14m', idleTolerance: '1m', renewalInterval: '5m' },
  /** For consoles of administrators and their like: a working day, five minutes of inactivity, and one session at a time. */
  strict: {
    absoluteTimeout: '8h',
    idleTimeout: '4m',
    idleTolerance: '1m',
    renewalInterval: '2m',
    limit: { max: 1, overflow: 'evict-oldest' },
  },
} as const satisfies Readonly<Record<string, GroupOptions>>
