import type { Sandbox } from '../accounts.ts'

/** What attacks have to work with: the demo's own address, and an account that nobody else uses. */
export interface Lab {
  /** The demo under attack. Every step is a real HTTP request to it. */
  readonly baseUrl: string
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
