import { isLive } from '../../src/store.ts'
import { finish } from './finish.ts'
import { checkEnding, checkWrite } from './promises.ts'
import { NOW } from './records.ts'
import type { Stage } from './stage.ts'
import { NONE, type Request, type Step, type World } from './world.ts'
import { written } from './writes.ts'

type Handling = Request['phase'] & { at: 'handler' }

/**
 * What a served request does with its session: `changeRecord` around a data write or a re-keying, a logout, or
 * `credentialsChanged`. `world` is without the request.
 */
export function stepHandler(stage: Stage, world: World, request: Request, phase: Handling): Step[] {
  const { procedure } = stage.protocol
  switch (request.operation) {
    case 'write':
    case 'rekey':
      return change(stage, world, request, phase)
    case 'logout':
      return [logOut(stage, world, request, phase)]
    case 'credentials': {
      const crash: Step[] = stage.scenario.strokes.includes('crash')
        ? [
            finish(stage, world, request, {
              outcome: 'crashed',
              what: 'fails between two commands',
            }),
          ]
        : []
      if (procedure.credentialsChanged === 'others-first') {
        if (phase.begun) return [...crash, ...change(stage, world, request, phase)]
        const begun = { ...request, phase: { ...phase, begun: true } }
        const after = { ...world, others: false, requests: [...world.requests, begun] }
        return [{ what: 'ends the others', world: after, broken: null }]
      }
      if (!phase.begun) return change(stage, world, request, phase)
      const what = 'ends the others'
      return [
        ...crash,
        finish(stage, { ...world, others: false }, request, {
          outcome: 'served',
          what,
          deliver: phase.handed,
          justMade: true,
        }),
      ]
    }
    default:
      throw new Error(`${request.operation} has no handler.`)
  }
}

function change(stage: Stage, world: World, request: Request, phase: Handling): Step[] {
  const { store } = world
  const failed = (outcome: 'failed-ended' | 'failed-superseded', what: string) => [
    // The token that it was handed when it was opened does not go out with the failure.
    finish(stage, world, request, { outcome, what }),
  ]
  if (store === NONE) return failed('failed-ended', 'finds nothing to write to')
  const { record } = stage.records.at(store)
  if (phase.fresh === 'stored' && isLive(record, NOW)) return [land(stage, world, request, phase)]
  if (record.ended !== null || !isLive(record, NOW)) return failed('failed-ended', 'finds it over')

  const { changeConflict } = stage.protocol.procedure
  const held = stage.keyring.at(request.token)
  if (changeConflict === 'same-key' && stage.keyOf(store) !== held.key)
    return failed('failed-superseded', 'finds it re-keyed')
  if (changeConflict === 'judge') {
    const { token, via, server } = request
    const { decision, verdict } = stage.judge(token, store, false, via, server, world.marked)
    if (decision.ends !== null) {
      const broken = checkEnding(stage, world, request, decision.ends)
      const after = written(world, stage.records.ended(store, decision.ends))
      const step = finish(stage, after, request, {
        outcome: 'ended',
        what: `ends it: ${decision.ends}`,
      })
      return [{ ...step, broken: broken ?? step.broken }]
    }
    if (verdict.kind === 'superseded') return failed('failed-superseded', 'finds it re-keyed')
  }
  const retry = { ...request, phase: { ...phase, fresh: 'stored' as const } }
  return [
    {
      what: 'reads what won, to try again',
      world: { ...world, requests: [...world.requests, retry] },
      broken: null,
    },
  ]
}

function land(stage: Stage, world: World, request: Request, phase: Handling): Step {
  const { store, keys } = world
  const { deadlines } = stage.scenario
  const broken = checkWrite(stage, store, request)
  if (request.operation === 'write') {
    const next = deadlines === null ? store : stage.touched(store, request.age)
    const step = finish(stage, written(world, next), request, {
      outcome: 'served',
      what: 'writes data',
      deliver: phase.handed,
    })
    return { ...step, broken: broken ?? step.broken }
  }
  const { state } = stage.records.at(store)
  const isSettled = state.confirmedAt !== null && NOW - state.confirmedAt > stage.scenario.overlap
  const overtakable = isSettled ? world.past.overtakable : [...world.past.overtakable, state.generation]
  const next = stage.rekeyed(store, keys)
  const token = stage.keyring.of(keys, stage.records.at(next).state.generation)
  const after = written({ ...world, keys: keys + 1, past: { ...world.past, overtakable } }, next)
  if (request.operation === 'credentials' && stage.protocol.procedure.credentialsChanged === 'key-first') {
    const begun = { ...request, phase: { ...phase, begun: true, handed: token } }
    return { what: 're-keys', world: { ...after, requests: [...after.requests, begun] }, broken }
  }
  const step = finish(stage, after, request, {
    outcome: 'served',
    told: true,
    what: 're-keys',
    deliver: token,
    justMade: true,
  })
  return { ...step, broken: broken ?? step.broken }
}

/** Unconditional: whatever the record is by then, it is over. */
function logOut(stage: Stage, world: World, request: Request, { fresh }: Handling): Step {
  const { store } = world
  const ends = stage.protocol.procedure.logoutEnds === 'always' || fresh === 'stored'
  const live = store !== NONE && stage.records.at(store).record.ended === null
  const after = live && ends ? written(world, stage.records.ended(store, 'logout')) : world
  const step = finish(stage, after, request, { outcome: 'served', what: 'logs out' })
  return { ...step, broken: live && !ends ? 'P5: a logout leaves the session alive' : step.broken }
}
