import { decodeAuth } from './auth-state.ts'
import { equalBytes } from './bytes.ts'
import { ContentionError, SessionEndedError, SupersededError } from './errors.ts'
import { MAX_ATTEMPTS } from './open-token.ts'
import { type Slot, withdrawToken } from './slot.ts'
import { type EndReason, isLive, type ReplaceOptions, type SessionRecord } from './store.ts'
import { expiryReason, type Loaded } from './verdict.ts'

/**
 * Changes the request's record by compare-and-set, again and again until it lands (P6). After every conflict the key that this
 * request holds is judged on the record that won: still the same → the change is applied to that record; another → superseded;
 * over → ended (P2, P5). `apply` gives the next record, or `null` for "nothing to write".
 */
export async function changeRecord<Data extends object>(
  slot: Slot<Data>,
  start: Loaded,
  apply: (loaded: Loaded, now: number) => SessionRecord | null,
  options?: ReplaceOptions,
): Promise<void> {
  let loaded = start
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const now = slot.context.now()
    const next = apply(loaded, now)
    if (next !== null) {
      const answer = await slot.context.store.replace(next, loaded.record.revision, now, options)
      const current = answer.outcome === 'conflict' ? answer.current : null
      // The revision is our own: it had landed, and only its answer was lost.
      if (answer.outcome !== 'replaced' && !(current?.revision === next.revision && isLive(current, now))) {
        loaded = stillServed(slot, current, start)
        continue
      }
      loaded = { record: next, state: decodeAuth(next) }
    }
    slot.loaded = loaded
    return
  }
  throw new ContentionError(MAX_ATTEMPTS)
}

/** Reads the request's record again and judges it, for what a method does beyond that record: with a dead key it does nothing (P2). */
export async function readAgain<Data extends object>(slot: Slot<Data>, start: Loaded): Promise<void> {
  slot.loaded = stillServed(slot, await slot.context.store.read(start.record.id), start)
}

/** What is stored by now, if this request is still served by it; `SessionEndedError` or `SupersededError` if not. */
export function stillServed<Data extends object>(
  slot: Slot<Data>,
  current: SessionRecord | null,
  start: Loaded,
): Loaded {
  if (current === null) throw over(slot, null)
  if (current.ended !== null) throw over(slot, current.ended.reason)
  const now = slot.context.now()
  if (!isLive(current, now)) throw over(slot, expiryReason(current, now))
  const state = decodeAuth(current)
  if (equalBytes(state.secretHash, start.state.secretHash)) return { record: current, state }
  slot.state = 'superseded'
  withdrawToken(slot)
  throw new SupersededError()
}

function over<Data extends object>(slot: Slot<Data>, reason: EndReason | null): SessionEndedError {
  withdrawToken(slot)
  slot.state = 'none'
  slot.place = null
  slot.loaded = null
  slot.endedBecause = reason
  return new SessionEndedError(reason)
}
