import type { AuthState, Replaced } from './auth-state.ts'

/** The pure transitions of a session's key state. Whether one is due is the verdict's business (verdict.ts). */

/** Rounds in which an unconfirmed successor is handed out again, and how far a store may have fallen back. */
export const MAX_ROUNDS = 8

/** How many replaced tokens a record remembers: nobody honest re-keys more often within two overlaps. */
export const MAX_REPLACED = 8

export function firstAuth(
  now: number,
  secretHash: Uint8Array,
  proofKey: Uint8Array,
  authentication: Pick<AuthState, 'authTime' | 'acr' | 'acrUntil' | 'acrBefore' | 'amr' | 'actor'>,
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
    replaced: [],
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
 * Re-keying: a new secret under the same proofKey. The old tokens stay recognisable and never match again. Those that a client
 * may honestly show once more are remembered: for two overlaps the current one, and its predecessor as long as that would have
 * served; and the current one for good if its answer may arrive late, for then the client is left with it. That is so when it
 * was handed out within an overlap: until it was confirmed, or until its last round was over.
 */
export function rekey(state: AuthState, now: number, secretHash: Uint8Array, overlap: number): AuthState {
  const { confirmedAt, generation, keyedGeneration } = state
  const handedAt = Math.min(confirmedAt ?? now, state.reissuedAt + overlap)
  const replaced: Replaced[] = [...state.replaced, [generation, now, handedAt + overlap >= now]]
  if (generation > keyedGeneration)
    replaced.push([generation - 1, (confirmedAt ?? now + overlap) - overlap, false])
  return {
    ...state,
    ...fresh(now),
    generation: generation + 1,
    secretHash,
    keyedAt: now,
    keyedGeneration: generation + 1,
    replaced: replaced.filter(([, at, late]) => late || now - at < 2 * overlap).slice(-MAX_REPLACED),
  }
}

function fresh(now: number): Pick<AuthState, 'renewedAt' | 'confirmedAt' | 'reissues' | 'reissuedAt'> {
  return { renewedAt: now, confirmedAt: null, reissues: 0, reissuedAt: now }
}
