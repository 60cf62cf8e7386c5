import type { Random } from '../../simulation/random.ts'
import type { Protocol } from '../protocol.ts'
import type { Scenario } from '../scenario.ts'
import type { Move } from '../world.ts'
import { Lockstep } from './lockstep.ts'

export interface Walk {
  /** How many steps were taken, by what they were. */
  readonly steps: ReadonlyMap<Move['action']['of'], number>
  /** Where the model and the code went apart, with the way there. */
  readonly differs: string | null
}

/** How often a move is taken when it is drawn: an end ends the walk as well, so it is rare. */
function odds({ action }: Move): number {
  if (action.of === 'stroke') return 0.02
  if (action.of === 'send' && action.request.operation === 'logout') return 0.02
  if (action.of === 'answer') return 1
  return action.of === 'fail-over' ? 0.2 : 0.5
}

/** Random moves, each taken by the model and by the code, until the session has been over for a while. */
export async function walk(scenario: Scenario, protocol: Protocol, random: Random): Promise<Walk> {
  const lockstep = new Lockstep(scenario, protocol)
  await lockstep.signIn()
  const steps = new Map<Move['action']['of'], number>()
  const trace: string[] = []
  let over = 0
  for (let taken = 0; taken < 200 && over < 10; ) {
    const moves = lockstep.moves()
    const move = moves[Math.floor(random() * moves.length)]
    if (move === undefined) break
    if (random() > odds(move)) continue
    taken++
    trace.push(move.what)
    const differs = await lockstep.take(move)
    if (differs !== null) return { steps, differs: `${differs}\n  ${trace.join('\n  ')}` }
    steps.set(move.action.of, (steps.get(move.action.of) ?? 0) + 1)
    if (lockstep.stage.records.at(lockstep.world.store).record.ended !== null) over++
  }
  return { steps, differs: null }
}
