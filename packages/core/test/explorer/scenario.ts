import type { Delivery } from '../../src/verdict.ts'
import type { Forgery } from './keyring.ts'
import type { Left, Operation, Stroke } from './world.ts'

/** A server's view: its clock, and whether it already knows the mark that a deployment brings. */
export interface Server {
  readonly clock: number
  readonly knowsMark: boolean
}

/** A bounded world: who takes part, what they may do, and how often. */
export interface Scenario {
  readonly name: string
  /** No trace is longer. */
  readonly depth: number
  /** All in ticks. */
  readonly overlap: number
  readonly renewalInterval: number
  /** The longest that a request takes to its verdict, and to its answer's arrival. Shorter than the overlap, by the skew. */
  readonly latency: number
  /** How far time may move at once. */
  readonly passes: readonly number[]
  readonly servers: readonly Server[]
  readonly client: {
    readonly via: readonly Delivery[]
    readonly does: readonly Operation[]
    readonly parallel: number
  }
  readonly thief: {
    readonly via: readonly Delivery[]
    readonly does: readonly Operation[]
    readonly forges: readonly Forgery[]
    /** He has a dump of the store, so with a stolen token he can make others of the same key. */
    readonly hasDump: boolean
    /** Whether he keeps what he is handed. */
    readonly keeps: boolean
    readonly parallel: number
  }
  readonly left: Left
  readonly strokes: readonly Stroke[]
  /** Whether time can pass between the store's answer and the verdict. */
  readonly fine: boolean
  /** Whether the client's requests are over within the latency, not just judged. */
  readonly punctual: boolean
  /** Whether it matters when a generation was made: at the token endpoint. Elsewhere it would only tell equal worlds apart. */
  readonly datesGenerations: boolean
  /** Whether rounds of lost answers are counted. */
  readonly rounds: boolean
  readonly deadlines: { readonly idle: number; readonly tolerance: number; readonly absolute: number } | null
}

const NOTHING: Left = {
  sends: 0,
  thefts: 0,
  thiefSends: 0,
  rekeyings: 0,
  failovers: 0,
  losses: 0,
  repeats: 0,
  strokes: 0,
}

type Given = Partial<Omit<Scenario, 'client' | 'thief' | 'left'>> & {
  readonly name: string
  readonly client?: Partial<Scenario['client']>
  readonly thief?: Partial<Scenario['thief']>
  readonly left: Partial<Left>
}

/** Two ticks of overlap, requests take at most one; the interval is the shortest that the policy allows. */
export function scenario(given: Given): Scenario {
  return {
    depth: 40,
    overlap: 2,
    renewalInterval: 4,
    latency: 1,
    passes: [1, 4],
    servers: [{ clock: 0, knowsMark: false }],
    strokes: [],
    fine: false,
    punctual: false,
    datesGenerations: false,
    rounds: false,
    deadlines: null,
    ...given,
    client: { via: ['cookie'], does: ['read'], parallel: 2, ...given.client },
    thief: {
      via: ['cookie'],
      does: ['read'],
      forges: [],
      hasDump: false,
      keeps: true,
      parallel: 1,
      ...given.thief,
    },
    left: { ...NOTHING, ...given.left },
  }
}

export const skewOf = ({ servers }: Scenario): number => Math.max(...servers.map(({ clock }) => clock))
