import type { AuthState } from './auth-state.ts'

/** The pure transitions of a session's key state. Whether one is due is the verdict's business (verdict.ts). */

/** Rounds in which an unconfirmed successor is handed out again, and how far a store may have fallen back. */
export const MAX_ROUNDS = 8

export function firstAuth(
  now: number,
  secretHash: Uint8Array,
  proofKey: Uint8Array,
  authentication: Pick<AuthState, 'authTime' | 'acr' | 'acrUntil' | 'acrBefore' | 'amr'>,
): AuthState {
  return {
    secretHash,
    proofKey,
    generation: 0,
    keyedAt: now,
    keyedGeneration: 0,
    renewedAt: now,
    confirmedAt: null,
    reissues: 0,
    reissuedAt: now,
    late: [],
    ...authentication,
  }
}

/** A client has shown the current generation: its answer arrived. */
export function confirm(state: AuthState, now: number): AuthState {
  return { ...state, confirmedAt: now }
}

/** Renewal: the next generation of the same secret, not yet seen by anybody. */
export function renew(state: AuthState, now: number): AuthState {
  return { ...state, ...fresh(now), generation: state.generation + 1 }
}

/** The unconfirmed successor goes out once more. */
export function nextRound(state: AuthState, now: number): AuthState {
  return { ...state, reissues: state.reissues + 1, reissuedAt: now }
}

/** The store had lost renewals: the record catches up with the client. */
export function advance(state: AuthState, generation: number, now: number): AuthState {
  return { ...state, ...fresh(now), generation, confirmedAt: now }
}

/**
 * Re-keying: a new secret under the same proofKey. The old tokens stay recognisable and never match again.
 * Which of them may still reach a client late is remembered for as long as the overlap explains it: the one that
 * was current may have been handed out until it was confirmed, or until its last round was over.
 */
export function rekey(state: AuthState, now: number, secretHash: Uint8Array, overlap: number): AuthState {
  const generation = state.generation + 1
  const handedAt = Math.min(state.confirmedAt ?? now, state.reissuedAt + overlap)
  const late = [...state.late, [state.generation, handedAt] as const].filter(([, at]) => at + overlap >= now)
  return { ...state, ...fresh(now), generation, secretHash, keyedAt: now, keyedGeneration: generation, late }
}

function fresh(now: number): Pick<AuthState, 'renewedAt' | 'confirmedAt' | 'reissues' | 'reissuedAt'> {
  return { renewedAt: now, confirmedAt: null, reissues: 0, reissuedAt: now }
}
