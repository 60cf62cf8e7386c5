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
      if (answer.outcome === 'missing') throw over(slot, null)
      if (answer.outcome === 'conflict') {
        const { current } = answer
        if (current.ended !== null) throw over(slot, current.ended.reason)
        if (!isLive(current, now)) throw over(slot, expiryReason(current, now))
        if (current.revision !== next.revision) {
          loaded = sameKey(slot, current, start)
          continue
        }
        // Our own write had landed; only its answer was lost.
      }
      loaded = { record: next, state: decodeAuth(next) }
    }
    slot.loaded = loaded
    return
  }
  throw new ContentionError(MAX_ATTEMPTS)
}

function sameKey<Data extends object>(slot: Slot<Data>, current: SessionRecord, start: Loaded): Loaded {
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
