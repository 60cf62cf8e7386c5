import type { AuthState } from './auth-state.ts'
import type { EndReason } from './store.ts'
import type { Token } from './token.ts'
import { advance, confirm, nextRound, renew } from './transitions.ts'
import type { Verdict } from './verdict.ts'

/** What follows from a verdict, still as pure data: whether to serve, what to write first, what to hand out then, what to end. */
export interface Decision {
  readonly serve: boolean
  /** The key state to write by compare-and-set before anything is handed out. */
  readonly next: AuthState | null
  /** The generation to hand out once that is written; of the same secret as the presented token. */
  readonly deliver: number | null
  /** Ends the session, if the record is still the one that was judged. */
  readonly ends: EndReason | null
}

const SERVE: Decision = { serve: true, next: null, deliver: null, ends: null }
const REFUSE: Decision = { serve: false, next: null, deliver: null, ends: null }

export function decide(verdict: Verdict, token: Token, state: AuthState, now: number): Decision {
  switch (verdict.kind) {
    case 'unknown':
    case 'ended':
    case 'superseded':
      return REFUSE
    case 'expired':
      return { ...REFUSE, ends: verdict.reason }
    case 'lost':
      return { ...REFUSE, ends: 'rekeying-lost' }
    case 'reused':
      return { ...REFUSE, ends: 'token-reused' }
    case 'current': {
      if (verdict.confirms) return { ...SERVE, next: confirm(state, now) }
      if (!verdict.due) return SERVE
      const next = renew(state, now)
      return { ...SERVE, next, deliver: next.generation }
    }
    case 'trailing':
      if (verdict.reissue === 'no') return SERVE
      if (verdict.reissue === 'same-round') return { ...SERVE, deliver: state.generation }
      return { ...SERVE, next: nextRound(state, now), deliver: state.generation }
    case 'ahead':
      return verdict.advances ? { ...SERVE, next: advance(state, token.generation, now) } : SERVE
  }
}
