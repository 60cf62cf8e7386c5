import { decodeAuth } from '../auth-state.ts'
import { changeRecord } from '../change.ts'
import type { Context } from '../context.ts'
import { SessionEndedError, SupersededError } from '../errors.ts'
import type { Policy } from '../policy.ts'
import { isTouchDue, seen } from '../record.ts'
import { type EndReason, isLive } from '../store.ts'
import { expiryReason, type Loaded } from '../verdict.ts'
import type { AccessToken } from './access-token.ts'
import type { Refused } from './refusals.ts'
import { slotOf } from './token-slot.ts'

/** The session that a token names, as it is now; or why the token no longer counts. */
export type SessionOfToken =
  | { readonly loaded: Loaded; readonly policy: Policy }
  | { readonly refused: Refused; readonly because: EndReason | null }

/** One read of the store: a session that has ended, or was given a new key, stops its tokens at once. */
export async function sessionOf<Data extends object>(
  context: Context<Data>,
  { sessionId, userId, keyGeneration }: Pick<AccessToken, 'sessionId' | 'userId' | 'keyGeneration'>,
): Promise<SessionOfToken> {
  const record = sessionId === null ? null : await context.store.read(sessionId)
  const policy = record && context.policies.get(record.group)
  if (!record || !policy || record.userId !== userId) return { refused: 'session-unknown', because: null }
  const now = context.now()
  if (record.ended !== null) return { refused: 'session-ended', because: record.ended.reason }
  if (!isLive(record, now) || record.createdAt < context.issuedBefore())
    return { refused: 'session-ended', because: expiryReason(record, now) }
  const state = decodeAuth(record)
  if (state.keyedGeneration !== keyGeneration) return { refused: 'session-rekeyed', because: null }
  return { loaded: { record, state }, policy }
}

/** Notes that a person was active, at most once in `idleTolerance`; `refused` if the session ended or was re-keyed meanwhile. */
export async function noteActivity<Data extends object>(
  context: Context<Data>,
  loaded: Loaded,
  policy: Policy,
): Promise<{ readonly refused: Refused; readonly because: EndReason | null } | null> {
  const at = context.now()
  if (!isTouchDue(loaded.record, at, policy)) return null
  try {
    await changeRecord(slotOf(context, loaded, policy), loaded, ({ record }) =>
      isTouchDue(record, at, policy) ? seen(record, at, policy, context.endedRetention) : null,
    )
    return null
  } catch (error) {
    if (error instanceof SupersededError) return { refused: 'session-rekeyed', because: null }
    if (error instanceof SessionEndedError) return { refused: 'session-ended', because: error.reason }
    throw error
  }
}
