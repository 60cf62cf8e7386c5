import { MAX_REPLACED, MAX_ROUNDS } from '../../src/transitions.ts'
import type { Held } from './keyring.ts'
import { NOW } from './records.ts'
import { type Server, skewOf } from './scenario.ts'
import type { Judged, Stage } from './stage.ts'
import { NONE, type Request, type World } from './world.ts'

/**
 * The promises, in terms of what was seen from outside: what was handed to whom, shown by whom, and when. None of them looks
 * at the verdict table, or it would only say that the table is the table.
 */

/** How a request came out. */
export type Outcome =
  | 'served'
  | 'ended'
  | 'none'
  | 'superseded'
  | 'failed-ended'
  | 'failed-superseded'
  | 'crashed'

/** A request is served the state of `basis`, and handed something, or not. */
export function checkServed(
  stage: Stage,
  world: World,
  request: Request,
  basis: number,
  judged: Judged,
): string | null {
  const { token, owed, via } = request
  const held = stage.keyring.at(token)
  const { record, state } = stage.records.at(basis)
  const { decision, deliver } = judged
  if (!held.authentic) return `P4: ${held.name} is served`
  if ((decision.deliver ?? 0) > 0xffffffff) return 'P3: the successor does not fit its four bytes'
  if (record.ended !== null) return `P5: ${held.name} is served a session that has ended`
  if (stage.keyOf(basis) !== held.key)
    return `P2: ${held.name} is served the state of key ${stage.keyOf(basis)}`
  if (owed.refusal === 'P2') return `P2: ${held.name} is served after a newer key was shown`
  if (owed.refusal === 'P5') return `P5: ${held.name} is served after its holder was told that it is over`
  if (owed.end !== 'no') return `P4: ${held.name} is served long after its successor was seen`
  if (deliver !== NONE && owed.successorSeen)
    return `P4: ${held.name} is handed a successor that was seen already`
  const stillCurrent =
    world.store !== NONE && stage.records.at(world.store).state.generation === held.generation
  if (owed.renewal && deliver === NONE && stillCurrent)
    return `P4: ${held.name} is in use for an interval and not renewed`
  if (decision.deliver !== null && decision.deliver !== state.generation)
    return `P3: g${decision.deliver} is handed out where g${state.generation} is current`
  const inTime = via === 'cookie' || NOW - state.renewedAt < stage.scenario.renewalInterval
  if (
    via !== 'none' &&
    inTime &&
    deliver === NONE &&
    held.generation === state.generation - 1 &&
    !owed.successorSeen &&
    state.confirmedAt === null
  )
    return `P3: ${held.name} is left behind: its successor was never seen, and is not handed out again`
  return null
}

/** Deadlines and marks (P5, P9): nobody is served behind them. */
export function checkInTime(stage: Stage, world: World, basis: number, { knowsMark }: Server): string | null {
  const { deadlines } = stage.scenario
  if (world.marked && knowsMark) return 'P5: a session from before the mark is served'
  if (deadlines === null) return null
  if (NOW >= stage.records.at(basis).record.absoluteExpiresAt)
    return 'P9: served behind the absolute deadline'
  if (world.past.servedAgo >= deadlines.idle + deadlines.tolerance)
    return 'P9: served behind the idle deadline'
  return null
}

/** A verdict ends the session. */
export function checkEnding(stage: Stage, world: World, request: Request, reason: string): string | null {
  const { past, marked } = world
  const { deadlines } = stage.scenario
  const { name, authentic } = stage.keyring.at(request.token)
  if (!authentic) return `P4: ${name} ends the session`
  // At the token endpoint an answer may stay lost for an interval, not longer.
  const outlasted = request.via === 'token-endpoint' && past.excused
  if (reason === 'token-reused' && !past.acted && !outlasted) return 'P3: an honest client is accused'
  if (reason === 'rekeying-lost' && !past.acted && !past.excused)
    return 'P3: an honest client is signed out by a re-keying'
  if (reason === 'issued-before-mark' && !marked) return 'P3: signed out by a mark that nobody set'
  if (reason === 'idle-timeout' && (deadlines === null || past.sentAgo < deadlines.idle))
    return 'P9: the idle deadline is early'
  if (
    reason === 'absolute-timeout' &&
    world.store !== NONE &&
    NOW < stage.records.at(world.store).record.absoluteExpiresAt
  )
    return 'P9: the absolute deadline is early'
  if (request.owed.end === 'alarm' && reason !== 'token-reused')
    return `P4: ${name} ends the session without an alarm`
  return null
}

/** A request is over. */
export function checkOutcome(
  stage: Stage,
  world: World,
  request: Request,
  outcome: Outcome,
  told: boolean,
  softened: boolean,
): string | null {
  const { token, owed, who } = request
  const held = stage.keyring.at(token)
  const over = isOver(stage, world)
  if (!held.authentic) return outcome === 'none' ? null : `P4: ${held.name} gets "${outcome}"`
  if (owed.end !== 'no' && !over)
    return `P4: ${held.name} comes back long after its successor was seen, and the session goes on`
  const rekeyed = world.store !== NONE && stage.keyOf(world.store) !== held.key
  switch (outcome) {
    case 'none':
      if (!over && !(who === 'thief' && stage.scenario.thief.hasDump))
        return `P3: ${who} with ${held.name} is taken for a guest`
      return told ? null : `P5: the holder of ${held.name} is not told why it is over`
    case 'superseded':
      return checkRetry(stage, world, held, softened)
    case 'failed-superseded':
      return rekeyed || over
        ? null
        : `P3: a write with ${held.name} fails as superseded, and nothing was re-keyed`
    case 'failed-ended':
      return over ? null : `P3: a write with ${held.name} fails as ended, and nothing ended`
    default:
      return null
  }
}

/** "Try again" is for a moment: else a client would be shut out by it. */
function checkRetry(stage: Stage, world: World, { key, name }: Held, softened: boolean): string | null {
  if (world.store === NONE) return `P3: ${name} is told to retry, and there is no session`
  const { record, state } = stage.records.at(world.store)
  if (record.ended !== null) return `P5: the holder of ${name} is not told why it is over`
  if (stage.keyOf(world.store) === key) return `P3: ${name} is told to retry, and nothing was re-keyed`
  const since = NOW - state.keyedAt
  const moment = 2 * stage.scenario.overlap + skewOf(stage.scenario)
  return since < moment || softened ? null : `P3: ${name} is told to retry for ever`
}

/** A write lands: only of the key that the record has, and never on what has ended. */
export function checkWrite(stage: Stage, before: number, { token }: Request): string | null {
  if (before === NONE) return 'P5: a write brings back what was gone'
  const held = stage.keyring.at(token)
  if (stage.records.at(before).record.ended !== null) return 'P5: a write lands on a session that has ended'
  if (stage.keyOf(before) !== held.key)
    return `P2: a request of key ${held.key} writes under key ${stage.keyOf(before)}`
  return null
}

/** What has to hold in every world. */
export function checkWorld(stage: Stage, world: World): string | null {
  if (world.store === NONE) return null
  const { state } = stage.records.at(world.store)
  if (state.generation > 0xffffffff)
    return 'P3: the generation does not fit its four bytes, so no token is current'
  if (state.replaced.length > MAX_REPLACED) return 'P4: what is kept of earlier keys grows without bound'
  if (stage.scenario.rounds && world.past.lostRounds > MAX_ROUNDS + 1)
    return 'P4: a successor is handed out for ever'
  return null
}

export function isOver(stage: Stage, world: World): boolean {
  if (world.store === NONE) return true
  const { record } = stage.records.at(world.store)
  return (
    record.ended !== null || world.marked || NOW >= Math.min(record.idleExpiresAt, record.absoluteExpiresAt)
  )
}
