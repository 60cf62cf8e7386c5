import type { Sessions } from '@sess/core'
import type { Accounts } from '../accounts.ts'
import type { DemoData } from '../data.ts'
import type { EventLog } from '../event-log.ts'
import type { Gates } from '../gates.ts'
import type { Timings } from '../timings.ts'

/** Everything that the routes of a demo work with. */
export interface Demo {
  /** The framework that it is written with. */
  readonly framework: string
  readonly sessions: Sessions<DemoData>
  /** Where they are kept, for people. */
  readonly store: string
  readonly accounts: Accounts
  readonly log: EventLog
  readonly gates: Gates
  readonly timings: Timings
}
