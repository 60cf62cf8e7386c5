import { decide } from '../../src/decide.ts'
import { rekey } from '../../src/transitions.ts'
import { isSameSecret, judge, judgeAgain } from '../../src/verdict.ts'

/** What the explorer explores: the real pure functions, and the order in which a request calls them. */
export interface Protocol {
  readonly judge: typeof judge
  readonly judgeAgain: typeof judgeAgain
  readonly decide: typeof decide
  readonly rekey: typeof rekey
  readonly procedure: Procedure
}

/** The rules around the table, each with the ways in which a mutant breaks it; the first is the real one. */
export interface Procedure {
  /** What `openToken` does when its write lost the race. */
  readonly openConflict: 'judge-again' | 'judge' | 'serve' | 'overwrite'
  /** What `openToken` does when its conditional end lost the race. */
  readonly endConflict: 'judge' | 'judge-again'
  /** What `changeRecord` does when its write lost the race. */
  readonly changeConflict: 'same-key' | 'judge' | 'overwrite'
  readonly verdictEnds: 'if-unchanged' | 'always'
  readonly logoutEnds: 'always' | 'if-unchanged'
  readonly credentialsChanged: 'others-first' | 'key-first'
  /** What a request that found its session re-keyed does. */
  readonly superseded: 'retry' | 'as-guest' | 'with-cookie'
}

export const REAL: Protocol = {
  judge,
  judgeAgain,
  decide,
  rekey,
  procedure: {
    openConflict: 'judge-again',
    endConflict: 'judge',
    changeConflict: 'same-key',
    verdictEnds: 'if-unchanged',
    logoutEnds: 'always',
    credentialsChanged: 'others-first',
    superseded: 'retry',
  },
}

/** The second judgement that goes with a broken first one: the same leniency, on its verdicts. */
export function againWith(broken: typeof judge): typeof judgeAgain {
  return (token, loaded, now, rules, delivery) => {
    const verdict = broken(token, loaded, now, rules, delivery)
    if (loaded === null || (verdict.kind !== 'reused' && verdict.kind !== 'lost')) return verdict
    return isSameSecret(token, loaded.state) ? { kind: 'trailing', reissue: 'no' } : { kind: 'superseded' }
  }
}
