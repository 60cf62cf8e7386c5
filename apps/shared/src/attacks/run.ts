import type { Sessions } from '@sess/core'
import type { Accounts } from '../accounts.ts'
import type { DemoData } from '../data.ts'
import type { Attack, Outcome, Step } from './attack.ts'
import { Client, type Fetch } from './client.ts'

/** What a demo gives to the attacks that it runs against itself. */
export interface Target {
  /** Its own address, never one that a visitor names. */
  readonly baseUrl: string
  /** How to get there. Default: over the network. */
  readonly fetch?: Fetch
  readonly accounts: Accounts
  readonly sessions: Pick<Sessions<DemoData>, 'revokeAll'>
}

/** Runs one attack on an account of its own, and leaves nothing of it behind, also when nobody listens to the end. */
export async function* runAttack(attack: Attack, target: Target): AsyncGenerator<Step | Outcome, void> {
  const sandbox = await target.accounts.openSandbox()
  try {
    const browser = () => new Client(target.baseUrl, {}, new Map(), target.fetch)
    yield yield* attack.run({ browser, sandbox })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    yield { held: false, says: `The attack could not run, so it proves nothing. ${why}` }
  } finally {
    sandbox.close()
    await target.sessions.revokeAll(sandbox.id)
  }
}
