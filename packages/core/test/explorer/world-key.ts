import { END_REASONS } from '../../src/store.ts'
import type { Answer, Freshness, Past, Request, World } from './world.ts'

/**
 * Two worlds with one key behave the same from here on. Everything in a world is a small number or one of a few words, so
 * it is packed, one or a few to a character: this runs for every transition.
 */
export function keyOf(world: World): string {
  const { left } = world
  const flags = (world.others ? 1 : 0) + (world.marked ? 2 : 0)
  const fixed = String.fromCharCode(
    world.store + 1,
    world.previous + 1,
    (world.jar + 1) * 64 + world.keys * 4 + flags,
    left.sends * 256 + left.thefts * 16 + left.thiefSends,
    left.rekeyings * 4096 + left.failovers * 256 + left.losses * 16 + left.repeats,
    left.strokes,
  )
  const requests = world.requests.map(keyOfRequest)
  const answers = world.answers.map(keyOfAnswer)
  if (requests.length > 1) requests.sort()
  if (answers.length > 1) answers.sort()
  const loot = String.fromCharCode(world.loot.length, ...world.loot)
  return `${fixed}${keyOfPast(world.past)}${loot}${requests.join('')}\uffff${answers.join('')}`
}

const VIAS = ['cookie', 'token-endpoint', 'none']
const OPERATIONS = ['read', 'write', 'rekey', 'logout', 'credentials', 'page']
const PHASES = ['sent', 'read', 'writing', 'ending', 'handler']
const FRESH: readonly Freshness[] = ['stored', 'previous', 'gone']
const ENDS = ['no', 'yes', 'alarm']
const REFUSALS = ['no', 'P2', 'P5']

function keyOfRequest({ who, token, via, operation, server, age, phase, owed }: Request): string {
  const debt =
    ENDS.indexOf(owed.end) +
    REFUSALS.indexOf(owed.refusal) * 4 +
    (owed.renewal ? 16 : 0) +
    (owed.successorSeen ? 32 : 0)
  const kind =
    VIAS.indexOf(via) +
    OPERATIONS.indexOf(operation) * 4 +
    (who === 'thief' ? 32 : 0) +
    server.clock * 64 +
    (server.knowsMark ? 256 : 0)
  const at = PHASES.indexOf(phase.at) * 16 + ('fresh' in phase ? FRESH.indexOf(phase.fresh) : 0)
  const about = token * 64 + age
  switch (phase.at) {
    case 'sent':
      return String.fromCharCode(kind, at, about)
    case 'read':
      return String.fromCharCode(kind, at + (phase.again ? 4 : 0), about, debt, phase.snapshot + 1)
    case 'writing':
      return String.fromCharCode(kind, at, about, debt, phase.next + 1, phase.judged.deliver + 1)
    case 'ending':
      return String.fromCharCode(kind, at, about, debt, END_REASONS.indexOf(phase.reason))
    case 'handler':
      return String.fromCharCode(kind, at + (phase.begun ? 4 : 0), about, phase.handed + 1)
  }
}

const keyOfAnswer = ({ token, age, repeats, dead }: Answer): string =>
  String.fromCharCode(token, age * 4 + (repeats ? 2 : 0) + (dead ? 1 : 0))

function keyOfPast(past: Past): string {
  const flags =
    (past.acted ? 1 : 0) + (past.excused ? 2 : 0) + (past.toldOver ? 4 : 0) + (past.lostNow ? 8 : 0)
  return String.fromCharCode(
    flags + (past.keyShown + 1) * 16 + past.lostRounds * 256,
    past.sentAgo * 16 + past.servedAgo,
    past.handed,
    past.overtakable.length,
    ...past.overtakable,
    past.shown.length,
    ...past.shown.map(([generation, ago]) => generation * 64 + ago),
  )
}
