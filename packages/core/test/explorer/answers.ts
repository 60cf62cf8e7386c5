import { MOST_LOST, roundLost } from './finish.ts'
import { spend } from './sends.ts'
import type { Stage } from './stage.ts'
import { type Action, type Answer, type Move, NONE, type World } from './world.ts'

/** What becomes of the answers that are on their way to the client. */
export function arrivals(stage: Stage, world: World): Move[] {
  return world.answers.flatMap((answer, index) => {
    const rest = { ...world, answers: world.answers.filter((_, other) => other !== index) }
    const { name } = stage.keyring.at(answer.token)
    const move = (fate: (Action & { of: 'answer' })['fate'], what: string, after: World): Move => {
      const action = { of: 'answer', index, fate } as const
      return { what: `the answer with ${name} ${what}`, world: after, broken: null, action }
    }
    const arrived = arrive(stage, rest, answer)
    const moves = [move('arrives', 'arrives', arrived)]
    if (answer.repeats && world.left.repeats > 0) {
      const answers = [...rest.answers, { ...answer, repeats: false }]
      const after = { ...arrived, answers, left: spend(world.left, 'repeats') }
      moves.push(move('repeats', 'arrives, and will once more', after))
    }
    if (mayLose(stage, world)) moves.push(move('lost', 'is lost', lose(stage, rest, answer)))
    return moves
  })
}

const keyInJar = ({ keyring }: Stage, { jar }: World): number => (jar === NONE ? -1 : keyring.at(jar).key)

function arrive(stage: Stage, world: World, { token, dead }: Answer): World {
  const { past } = world
  // Inherent: whoever is left with a token of an earlier key has to sign in again, or P2 would not hold.
  const overtaken = stage.keyring.at(token).key < keyInJar(stage, world) && !dead
  return {
    ...world,
    jar: token,
    past: {
      ...past,
      excused: past.excused || overtaken,
      lostRounds: stage.scenario.rounds ? 0 : past.lostRounds,
    },
  }
}

/** Losing the answer to a re-keying means signing in again: a limit that the design names. */
function lose(stage: Stage, world: World, { token }: Answer): World {
  const { rounds } = stage.scenario
  const { past, left } = world
  const excused = past.excused || stage.keyring.at(token).key > keyInJar(stage, world)
  return {
    ...world,
    left: rounds ? left : spend(left, 'losses'),
    past: { ...past, excused, ...(rounds && roundLost(world)) },
  }
}

function mayLose({ scenario }: Stage, { left, past }: World): boolean {
  if (left.losses === 0) return false
  return !scenario.rounds || past.lostNow || past.lostRounds < MOST_LOST
}
