import { convergence } from './convergence.ts'
import { movesOf } from './moves.ts'
import { checkWorld } from './promises.ts'
import type { Protocol } from './protocol.ts'
import type { Scenario } from './scenario.ts'
import { Stage } from './stage.ts'
import { NONE, type World } from './world.ts'
import { keyOf } from './world-key.ts'

export interface Explored {
  readonly scenario: string
  readonly states: number
  readonly transitions: number
  readonly records: number
  /** The longest trace. */
  readonly depth: number
  /** Whether nothing was left to explore; else the depth cut it off. */
  readonly complete: boolean
  readonly broken: { readonly promise: string; readonly trace: readonly string[] } | null
}

/** Breadth first, so that the first broken promise comes with a shortest trace. */
export function explore(scenario: Scenario, protocol: Protocol): Explored {
  const stage = new Stage(scenario, protocol)
  const check = convergence(stage)
  const seen = new Set<string>()
  /** How each state was reached: from which, by which of its moves. */
  const parents: number[] = []
  const moves: number[] = []
  let frontier: [index: number, world: World][] = []
  let transitions = 0
  const add = (world: World, parent: number, move: number, into: [number, World][]) => {
    const key = keyOf(world)
    if (seen.has(key)) return
    seen.add(key)
    into.push([parents.length, world])
    parents.push(parent)
    moves.push(move)
  }
  const root = firstWorld(stage)
  add(root, NONE, NONE, frontier)

  const result = (depth: number, complete: boolean, broken: Explored['broken']): Explored => {
    const { name } = scenario
    return {
      scenario: name,
      states: seen.size,
      transitions,
      records: stage.records.size,
      depth,
      complete,
      broken,
    }
  }
  for (let depth = 0; depth < scenario.depth; depth++) {
    if (frontier.length === 0) return result(depth - 1, true, null)
    const next: [number, World][] = []
    for (const [index, world] of frontier) {
      const steps = movesOf(stage, world)
      for (let move = 0; move < steps.length; move++) {
        const step = steps[move] as (typeof steps)[number]
        transitions++
        const promise = step.broken ?? checkWorld(stage, step.world) ?? check(step.world)
        if (promise !== null) {
          const trace = [...traceTo(stage, root, parents, moves, index), step.what]
          return result(depth + 1, false, { promise, trace })
        }
        add(step.world, index, move, next)
      }
    }
    frontier = next
  }
  return result(scenario.depth, frontier.length === 0, null)
}

export function firstWorld(stage: Stage): World {
  return {
    store: stage.firstRecord(),
    previous: NONE,
    others: true,
    marked: false,
    jar: stage.keyring.of(0, 0),
    loot: [],
    requests: [],
    answers: [],
    keys: 1,
    left: stage.scenario.left,
    past: {
      acted: false,
      excused: false,
      shown: [],
      keyShown: 0,
      overtakable: [],
      handed: 0,
      toldOver: false,
      lostRounds: 0,
      lostNow: false,
      sentAgo: 0,
      servedAgo: 0,
    },
  }
}

/** Runs the moves once more, for their names. */
function traceTo(stage: Stage, root: World, parents: number[], moves: number[], index: number): string[] {
  const path: number[] = []
  for (let at = index; parents[at] !== NONE; at = parents[at] as number) path.unshift(moves[at] as number)
  const trace: string[] = []
  let world = root
  for (const move of path) {
    const step = movesOf(stage, world)[move]
    if (step === undefined) throw new Error('The moves of a world are not always the same.')
    trace.push(step.what)
    world = step.world
  }
  return trace
}
