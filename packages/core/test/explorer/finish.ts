import { checkOutcome, isOver, type Outcome } from './promises.ts'
import type { Stage } from './stage.ts'
import { type Answer, NONE, type Request, type Step, type World } from './world.ts'

export interface End {
  readonly outcome: Outcome
  /** Whether its holder learns why it is over, if it is. Default: yes. */
  readonly told?: boolean
  /** Whether a second judgement was lenient. Default: no. */
  readonly softened?: boolean
  readonly what: string
  /** The token that its answer carries. */
  readonly deliver?: number
  /** Whether that token was made just now, however old the request is. */
  readonly justMade?: boolean
}

/** A request is over, and its answer is on its way. `world` is without the request. */
export function finish(stage: Stage, world: World, request: Request, end: End): Step {
  const { outcome, what, told = true, softened = false, justMade = false } = end
  const { who, token, age, via } = request
  const deliver = via === 'none' ? NONE : (end.deliver ?? NONE)
  const held = stage.keyring.at(token)
  const broken = checkOutcome(stage, world, request, outcome, told, softened)
  const past = {
    ...world.past,
    keyShown:
      held.authentic && outcome !== 'superseded'
        ? Math.max(world.past.keyShown, held.key)
        : world.past.keyShown,
    toldOver:
      world.past.toldOver ||
      outcome === 'ended' ||
      (outcome === 'none' && held.authentic && isOver(stage, world)),
  }
  const after =
    deliver === NONE
      ? { ...world, past }
      : handOut(stage, { ...world, past }, who, deliver, justMade ? 0 : age, outcome === 'superseded')
  return {
    what: deliver === NONE ? what : `${what}, and is handed ${stage.keyring.at(deliver).name}`,
    world: after,
    broken,
  }
}

function handOut(
  stage: Stage,
  world: World,
  who: Request['who'],
  token: number,
  age: number,
  dead: boolean,
): World {
  const { client, thief, latency, rounds } = stage.scenario
  if (who === 'client') {
    // An answer that would come later than the assumptions allow counts as lost.
    if (age > latency) return world
    const answer: Answer = { token, age, repeats: world.left.repeats > 0, dead }
    const { generation } = stage.keyring.at(token)
    const handed = client.via.includes('token-endpoint') ? Math.max(world.past.handed, generation) : 0
    return { ...world, answers: [...world.answers, answer], past: { ...world.past, handed } }
  }
  if (!thief.keeps) return rounds ? { ...world, past: { ...world.past, ...roundLost(world) } } : world
  const loot = world.loot.includes(token) ? world.loot : [...world.loot, token].sort((a, b) => a - b)
  return { ...world, loot }
}

/** Fewer than eight rounds of answers are lost in a row. */
export const MOST_LOST = 7

/** A round whose successor reaches nobody. */
export function roundLost({ past }: World): { lostRounds: number; lostNow: boolean } {
  return { lostRounds: past.lostNow ? past.lostRounds : past.lostRounds + 1, lostNow: true }
}
