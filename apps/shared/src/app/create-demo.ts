import type { SessionStore } from '@sess/core'
import { Accounts } from '../accounts.ts'
import { createDemoSessions } from '../demo-sessions.ts'
import { EventLog } from '../event-log.ts'
import { Gates } from '../gates.ts'
import type { Cost } from '../passwords.ts'
import { type Environment, timingsFrom } from '../timings.ts'
import type { Demo } from './demo.ts'

export interface DemoParts {
  readonly framework: string
  readonly store: SessionStore
  /** How people are told of that store. */
  readonly storeName: string
  /** What a guess at a password costs. */
  readonly passwordCost?: Cost
}

/** A demo as the environment says. What is in memory (accounts, events) is this demo's own. */
export async function createDemo(
  { framework, store, storeName, passwordCost }: DemoParts,
  env: Environment = {},
): Promise<Demo> {
  const timings = timingsFrom(env)
  const log = new EventLog()
  const insecureLocalhost = env.DEMO_INSECURE_LOCALHOST === '1'
  return {
    framework,
    sessions: createDemoSessions({ store, timings, onEvent: log.record, insecureLocalhost }),
    store: storeName,
    accounts: await Accounts.create(passwordCost),
    log,
    gates: new Gates(),
    timings,
  }
}
