import type { Sandbox } from '../accounts.ts'
import type { Client } from './client.ts'

/** What attacks have to work with: browsers on the demo, and an account that nobody else uses. */
export interface Lab {
  /** Another browser without any cookies. Every step is a real request to the demo under attack. */
  browser(): Client
  readonly sandbox: Sandbox
}

/** One thing that happened, as it is told on the page. */
export interface Step {
  readonly who: 'attacker' | 'victim' | 'demo'
  readonly did: string
  /** The request and its answer, in short; several where many ran at once. */
  readonly wire?: readonly string[]
}

export interface Outcome {
  /** Whether the promise held. */
  readonly held: boolean
  readonly says: string
}

/** One attack: its steps as they happen, and how it ended. */
export interface Attack {
  readonly name: string
  readonly title: string
  /** The promise that it tries to break, as ARCHITECTURE.md numbers them. */
  readonly promise: string
  readonly story: string
  run(lab: Lab): AsyncGenerator<Step, Outcome, undefined>
}
