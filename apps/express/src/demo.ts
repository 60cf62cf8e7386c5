import type { Sessions } from '@sess/core'
import type { Accounts, DemoData, EventLog, Gates, Timings } from 'demo-shared'

/** Everything that the routes work with. */
export interface Demo {
  readonly sessions: Sessions<DemoData>
  /** Where they are kept, for people. */
  readonly store: string
  readonly accounts: Accounts
  readonly log: EventLog
  readonly gates: Gates
  readonly timings: Timings
}

declare module '@sess/express' {
  interface Register {
    sessions: Sessions<DemoData>
  }
}
