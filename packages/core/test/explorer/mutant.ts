import type { AuthState } from '../../src/auth-state.ts'
import type { Decision } from '../../src/decide.ts'
import { decide } from '../../src/decide.ts'
import { rekey } from '../../src/transitions.ts'
import { judge, type Verdict } from '../../src/verdict.ts'
import { againWith, type Procedure, type Protocol, REAL } from './protocol.ts'

/** One way to break one row of the verdict table, or one rule around it, and where that has to show. */
export interface Mutant {
  /** The row or the rule. */
  readonly breaks: string
  readonly how: string
  readonly scenario: string
  readonly protocol: Protocol
}

type Judge = typeof judge
type Arguments = Parameters<Judge>

/** A table in which some inputs are judged otherwise. */
export function judging(change: (verdict: Verdict, ...given: Arguments) => Verdict): Protocol {
  const broken: Judge = (...given) => change(judge(...given), ...given)
  return { ...REAL, judge: broken, judgeAgain: againWith(broken) }
}

/** One row with another verdict. */
export function verdict<Kind extends Verdict['kind']>(
  kind: Kind,
  change: (verdict: Verdict & { kind: Kind }, ...given: Arguments) => Verdict,
): Protocol {
  return judging((given, ...rest) =>
    given.kind === kind ? change(given as Verdict & { kind: Kind }, ...rest) : given,
  )
}

/** The table, as it judges another state than the one that is there. */
export function seeing(change: (state: AuthState, ...given: Arguments) => AuthState): Protocol {
  return judging((given, token, loaded, now, rules, delivery) => {
    if (loaded === null) return given
    const state = change(loaded.state, token, loaded, now, rules, delivery)
    return judge(token, { ...loaded, state }, now, rules, delivery)
  })
}

/** Other consequences of a verdict. */
export function deciding<Kind extends Verdict['kind']>(
  kind: Kind,
  change: (decision: Decision, state: AuthState, now: number, verdict: Verdict & { kind: Kind }) => Decision,
): Protocol {
  const broken: typeof decide = (given, token, state, now) => {
    const decision = decide(given, token, state, now)
    return given.kind === kind ? change(decision, state, now, given as Verdict & { kind: Kind }) : decision
  }
  return { ...REAL, decide: broken }
}

/** Another state after a re-keying. */
export function rekeying(
  change: (next: AuthState, before: AuthState, now: number, overlap: number) => AuthState,
): Protocol {
  const broken: typeof rekey = (state, now, secretHash, overlap) =>
    change(rekey(state, now, secretHash, overlap), state, now, overlap)
  return { ...REAL, rekey: broken }
}

export function proceeding(procedure: Partial<Procedure>): Protocol {
  return { ...REAL, procedure: { ...REAL.procedure, ...procedure } }
}

export const REUSED: Verdict = { kind: 'reused' }
export const UNKNOWN: Verdict = { kind: 'unknown' }
export const LOST: Verdict = { kind: 'lost' }
export const SUPERSEDED: Verdict = { kind: 'superseded' }
export const SERVED: Verdict = { kind: 'trailing', reissue: 'no' }
