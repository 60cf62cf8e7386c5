import type { AuthState } from './auth-state.ts'
import { equalBytes } from './bytes.ts'
import { type Ending, type EndReason, isLive, type SessionRecord } from './store.ts'
import { isAuthentic, secretHashOf, type Token } from './token.ts'
import { MAX_ROUNDS } from './transitions.ts'

/** What the verdict needs to know of the rules; all in ms. */
export interface Rules {
  readonly renewalInterval: number
  /** The overlap with the clocks' skew added. */
  readonly overlap: number
  /** Sessions created before it are over. */
  readonly issuedBefore: number
}

/** A record with its key state read. */
export interface Loaded {
  readonly record: SessionRecord
  readonly state: AuthState
  /** The proof of its current token, where that is known already (known-proofs.ts). */
  readonly proof?: Uint8Array
}

/** Whether and how a successor can reach the client: only then is anything confirmed, renewed, re-issued or moved forward. */
export type Delivery = 'cookie' | 'token-endpoint' | 'none'

export type Verdict =
  /** No record, or the proof is not ours: nothing is ended. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ended'; readonly ending: Ending }
  | { readonly kind: 'expired'; readonly reason: EndReason }
  /** The store lost a re-keying, or the client its answer: the session ends, quietly. */
  | { readonly kind: 'lost' }
  /** Re-keyed a moment ago: not served, and no alarm, for the request was in flight. */
  | { readonly kind: 'superseded' }
  /** An authentic token that was replaced long ago: two parties hold this session. It ends, with an alarm. */
  | { readonly kind: 'reused' }
  | { readonly kind: 'current'; readonly confirms: boolean; readonly due: boolean }
  | { readonly kind: 'trailing'; readonly reissue: 'no' | 'same-round' | 'new-round' }
  /** The store lost the last renewals (fail-over): served, and the record catches up. */
  | { readonly kind: 'ahead'; readonly advances: boolean }

/** The rows of the table in ARCHITECTURE.md, in order. */
export function judge(
  token: Token,
  loaded: Loaded | null,
  now: number,
  rules: Rules,
  delivery: Delivery,
): Verdict {
  if (loaded === null) return { kind: 'unknown' }
  const { record, state } = loaded
  if (!isOurs(token, loaded)) return { kind: 'unknown' }
  if (record.ended !== null) return { kind: 'ended', ending: record.ended }
  if (!isLive(record, now) || record.createdAt < rules.issuedBefore) {
    return { kind: 'expired', reason: expiryReason(record, now) }
  }
  if (!isSameSecret(token, state)) return judgeOtherSecret(token, state, now, rules)

  const behind = state.generation - token.generation
  const delivers = delivery !== 'none'
  if (behind === 0) {
    const due = state.confirmedAt !== null && now - state.confirmedAt >= rules.renewalInterval
    return { kind: 'current', confirms: delivers && state.confirmedAt === null, due: delivers && due }
  }
  if (behind === 1) return judgeTrailing(state, now, rules, delivery)
  if (behind > 1) return { kind: 'reused' }
  return -behind <= MAX_ROUNDS ? { kind: 'ahead', advances: delivers } : { kind: 'unknown' }
}

/**
 * The judgement after a conflict, on the record that won. It never accuses: the same secret is served, another one
 * was superseded; what has ended or expired has.
 */
export function judgeAgain(
  token: Token,
  loaded: Loaded | null,
  now: number,
  rules: Rules,
  delivery: Delivery,
): Verdict {
  const verdict = judge(token, loaded, now, rules, delivery)
  if (loaded === null || (verdict.kind !== 'reused' && verdict.kind !== 'lost')) return verdict
  return isSameSecret(token, loaded.state) ? { kind: 'trailing', reissue: 'no' } : { kind: 'superseded' }
}

/** The proof is a function of id, secret, generation and proofKey: where these are those of the known proof, so is it. */
function isOurs(token: Token, { state, proof }: Loaded): boolean {
  if (proof !== undefined && token.generation === state.generation && isSameSecret(token, state))
    return equalBytes(token.proof, proof)
  return isAuthentic(token, state.proofKey)
}

export function isSameSecret(token: Token, state: AuthState): boolean {
  return equalBytes(secretHashOf(token), state.secretHash)
}

function judgeOtherSecret(token: Token, state: AuthState, now: number, rules: Rules): Verdict {
  // A re-keying makes a new generation, so this is of a key that the store lost.
  if (token.generation > state.generation) return { kind: 'lost' }
  // The same generation twice: the store lost that key, or it lost a renewal and was re-keyed then.
  const isTwin = token.generation === state.generation
  const [, at, late] = state.replaced.find(([generation]) => generation === token.generation) ?? []
  const replacedAt = isTwin ? state.keyedAt : at
  // The answer with the new key takes up to an overlap, and a request that left just before it came takes another.
  if (replacedAt !== undefined && now - replacedAt < 2 * rules.overlap) return { kind: 'superseded' }
  const keyWasSeen = state.confirmedAt !== null || state.generation > state.keyedGeneration
  return keyWasSeen && !isTwin && late !== true ? { kind: 'reused' } : { kind: 'lost' }
}

function judgeTrailing(state: AuthState, now: number, rules: Rules, delivery: Delivery): Verdict {
  if (state.confirmedAt !== null) {
    return now - state.confirmedAt < rules.overlap ? { kind: 'trailing', reissue: 'no' } : { kind: 'reused' }
  }
  // At the token endpoint a client that uses its token again only after a whole interval has had its answer; in a
  // browser nothing follows from time alone, for a laptop may have slept.
  if (delivery === 'token-endpoint' && now - state.renewedAt >= rules.renewalInterval)
    return { kind: 'reused' }
  const newRound = now - state.reissuedAt >= rules.overlap
  if (newRound && state.reissues >= MAX_ROUNDS) return { kind: 'reused' }
  if (delivery === 'none') return { kind: 'trailing', reissue: 'no' }
  return { kind: 'trailing', reissue: newRound ? 'new-round' : 'same-round' }
}

export function expiryReason(record: SessionRecord, now: number): EndReason {
  if (now >= record.absoluteExpiresAt) return 'absolute-timeout'
  return now >= record.idleExpiresAt ? 'idle-timeout' : 'issued-before-mark'
}
