import { NOW } from './records.ts'
import { skewOf } from './scenario.ts'
import type { Stage } from './stage.ts'
import { NONE, OWED_NOTHING, type Owed, type Past, type Request, type World } from './world.ts'

/** What the promises say of a request that reads the record now. */
export function owedTo(stage: Stage, world: World, { token, via }: Request): Owed {
  const { past, store } = world
  const held = stage.keyring.at(token)
  if (!held.authentic || store === NONE) return OWED_NOTHING
  const { overlap, renewalInterval } = stage.scenario
  const { state } = stage.records.at(store)
  const skew = skewOf(stage.scenario)
  const key = stage.keyOf(store)
  const sameKey = held.key === key
  const replacedFor = Math.max(
    -1,
    ...past.shown.map(([generation, ago]) => (generation > held.generation ? ago : -1)),
  )
  const isOld = replacedFor >= (sameKey ? overlap : 2 * overlap) + skew
  const newKeySeen = past.shown.some(([generation]) => generation >= state.keyedGeneration)
  // At the token endpoint time alone tells, but for requests that were under way when the successor was first seen.
  const inFlight = replacedFor >= 0 && replacedFor < overlap
  const isBehind = via === 'token-endpoint' && sameKey && held.generation < state.generation
  const late = isBehind && !inFlight && NOW - state.renewedAt >= renewalInterval
  const alarm = sameKey || (newKeySeen && held.key < key && !past.overtakable.includes(held.generation))
  const shownFor = past.shown.find(([generation]) => generation === held.generation)?.[1] ?? -1
  const isCurrent = sameKey && held.generation === state.generation
  return {
    end: late || (isOld && alarm) ? 'alarm' : isOld ? 'yes' : 'no',
    renewal: via !== 'none' && isCurrent && shownFor >= renewalInterval + skew,
    refusal: held.key < past.keyShown ? 'P2' : past.toldOver ? 'P5' : 'no',
    successorSeen: replacedFor >= 0,
  }
}

/** A token was presented with a way to deliver its successor, and served. */
export function withShown(past: Past, generation: number): Past['shown'] {
  if (past.shown.some(([known]) => known === generation)) return past.shown
  const all = [...past.shown, [generation, 0] as const].sort(([a], [b]) => a - b)
  return pruned(all)
}

/** Of two, only the newer if it was shown no later: no question can tell the other. */
export function pruned(shown: Past['shown']): Past['shown'] {
  return shown.filter(
    ([generation, ago]) => !shown.some(([newer, since]) => newer > generation && since >= ago),
  )
}
