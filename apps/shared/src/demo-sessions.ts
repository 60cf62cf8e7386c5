import { createSessions, type EventListener, type SessionStore, type Sessions } from '@sess/core'
import { isSandbox } from './accounts.ts'
import { type DemoData, demoData } from './data.ts'
import { SANDBOX_TIMINGS, type Timings } from './timings.ts'

/** At most this many sessions a person: small, so that one can see the limit at work. */
export const SESSION_LIMIT = 3
/** What a step-up reaches, and the safe asks for. */
export const STEPPED_UP = 'stepped-up'

export interface DemoSessionsOptions {
  readonly store: SessionStore
  readonly timings: Timings
  readonly onEvent: EventListener
  /** For Safari, which keeps no Secure cookie of http://localhost. */
  readonly insecureLocalhost: boolean
}

export function createDemoSessions(options: DemoSessionsOptions): Sessions<DemoData> {
  const { store, onEvent, insecureLocalhost } = options
  const { renewalInterval, renewalOverlap, idleTimeout, absoluteTimeout } = options.timings
  return createSessions({
    store,
    onEvent,
    data: demoData,
    idleTimeout,
    absoluteTimeout,
    renewalInterval,
    renewalOverlap,
    // Every request counts as seen at once, so that one can watch it; and one machine has one clock. An app leaves both alone.
    idleTolerance: '1ms',
    clockSkew: '1ms',
    limit: { max: SESSION_LIMIT, overflow: 'evict-least-recent' },
    groups: { sandbox: SANDBOX_TIMINGS },
    cookie: { insecureLocalhost },
  })
}

/** Whose sessions follow which rules. */
export const groupOf = (userId: string): string => (isSandbox(userId) ? 'sandbox' : 'web')
