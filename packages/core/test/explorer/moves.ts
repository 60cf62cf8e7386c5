import { arrivals } from './answers.ts'
import { failOver, strokes } from './faults.ts'
import { stepHandler } from './handler.ts'
import { stepOpening } from './procedure.ts'
import { clientSends, thefts, thiefSends } from './sends.ts'
import type { Stage } from './stage.ts'
import { passTime } from './time.ts'
import type { Move, World } from './world.ts'

/** Everything that can happen next in a world. */
export function movesOf(stage: Stage, world: World): Move[] {
  return [
    ...stepRequests(stage, world),
    ...arrivals(stage, world),
    ...clientSends(stage, world),
    ...thefts(stage, world),
    ...thiefSends(stage, world),
    ...failOver(stage, world),
    ...strokes(stage, world),
    ...passTime(stage, world),
  ]
}

function stepRequests(stage: Stage, world: World): Move[] {
  return world.requests.flatMap((request, index) => {
    const others = { ...world, requests: world.requests.filter((_, other) => other !== index) }
    const { phase, who, operation, via, token } = request
    const steps =
      phase.at === 'handler'
        ? stepHandler(stage, others, request, phase)
        : stepOpening(stage, others, request)
    const name = `${who}'s ${operation}${via === 'cookie' ? '' : ` (${via})`} with ${stage.keyring.at(token).name}`
    const action = { of: 'request', index } as const
    return steps.map((step) => ({ ...step, what: `${name} ${step.what}`, action }))
  })
}
