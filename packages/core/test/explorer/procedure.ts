import type { EndReason } from '../../src/store.ts'
import { isLive } from '../../src/store.ts'
import { type End, finish } from './finish.ts'
import { owedTo } from './owed.ts'
import { checkEnding, checkInTime, checkWrite } from './promises.ts'
import { NOW } from './records.ts'
import { type Serving, served } from './serving.ts'
import type { Stage } from './stage.ts'
import { type Freshness, NONE, type Request, type Step, type World } from './world.ts'
import { written } from './writes.ts'

/**
 * `openToken`, one store command at a time: read, judge, write or end if it is still the record that was judged, and again
 * from the verdict on after a conflict. What stands here in steps stands there in one loop; the lockstep test holds them together.
 */
export function stepOpening(stage: Stage, world: World, request: Request): Step[] {
  const { phase } = request
  const { fine } = stage.scenario
  switch (phase.at) {
    case 'sent': {
      const read = { ...request, owed: owedTo(stage, world, request) }
      if (fine) {
        const next: Request = {
          ...read,
          phase: { at: 'read', snapshot: world.store, fresh: 'stored', again: false },
        }
        return [{ what: 'reads', world: { ...world, requests: [...world.requests, next] }, broken: null }]
      }
      return judge(stage, world, read, world.store, 'stored', false)
    }
    case 'read':
      return judge(stage, world, request, phase.snapshot, phase.fresh, phase.again)
    case 'writing':
      return landWrite(stage, world, request, phase)
    case 'ending':
      return landEnd(stage, world, request, phase)
    default:
      throw new Error('The handler is not part of the opening.')
  }
}

/** The verdict on a snapshot, and what follows at once. `world` is without the request. */
function judge(
  stage: Stage,
  world: World,
  request: Request,
  snapshot: number,
  fresh: Freshness,
  again: boolean,
): Step[] {
  const { server } = request
  const judged = stage.judge(request.token, snapshot, again, request.via, server, world.marked)
  const { verdict, decision, next } = judged
  const what = `${again ? 'is judged again' : 'is judged'}: ${verdict.kind}`
  const waits = (phase: Request['phase']): Step[] => [
    { what, world: { ...world, requests: [...world.requests, { ...request, phase }] }, broken: null },
  ]
  const record = snapshot === NONE ? null : stage.records.at(snapshot).record
  if (decision.ends !== null) {
    if (record?.ended)
      return [{ what, world, broken: 'P5: what has ended is judged again, and asked to end for ever' }]
    return waits({ at: 'ending', reason: decision.ends, fresh })
  }
  if (verdict.kind === 'superseded') return superseded(stage, world, request, snapshot, what, again)
  const told = !record?.ended || verdict.kind === 'ended'
  if (!decision.serve) return [finish(stage, world, request, { outcome: 'none', told, what })]
  if (next !== NONE) {
    const early = checkInTime(stage, world, snapshot, server)
    if (early !== null) return [{ what, world, broken: early }]
    return waits({ at: 'writing', next: fresh === 'gone' ? NONE : next, judged, fresh })
  }
  const broken = checkInTime(stage, world, snapshot, server)
  return served(stage, world, request, { basis: snapshot, fresh, judged, what, broken })
}

function superseded(
  stage: Stage,
  world: World,
  request: Request,
  snapshot: number,
  what: string,
  softened: boolean,
): Step[] {
  const { superseded: reaction } = stage.protocol.procedure
  if (reaction === 'as-guest') return [finish(stage, world, request, { outcome: 'none', what })]
  const end: End = { outcome: 'superseded', what, softened }
  if (reaction === 'retry' || snapshot === NONE) return [finish(stage, world, request, end)]
  const { generation } = stage.records.at(snapshot).state
  const deliver = stage.keyring.of(stage.keyring.at(request.token).key, generation)
  return [finish(stage, world, request, { ...end, deliver })]
}

function landWrite(
  stage: Stage,
  world: World,
  request: Request,
  phase: Request['phase'] & { at: 'writing' },
): Step[] {
  const { judged, fresh, next } = phase
  const { openConflict } = stage.protocol.procedure
  if (world.store === NONE) return [finish(stage, world, request, { outcome: 'none', what: 'finds nothing' })]
  const { record } = stage.records.at(world.store)
  if (fresh === 'stored' && isLive(record, NOW)) {
    const broken = checkWrite(stage, world.store, request)
    const serving: Serving = { basis: next, fresh: 'stored', judged, what: 'writes', broken }
    return served(stage, written(world, next), request, serving)
  }
  switch (openConflict) {
    case 'judge-again':
    case 'judge':
      return judge(stage, world, request, world.store, 'stored', openConflict === 'judge-again')
    case 'serve': {
      const unhanded = { ...judged, deliver: NONE }
      const what = 'serves anyway'
      const serving: Serving = { basis: world.store, fresh: 'stored', judged: unhanded, what, broken: null }
      return served(stage, world, request, serving)
    }
    case 'overwrite': {
      const state = judged.decision.next ?? stage.records.at(world.store).state
      const basis = stage.records.keep({ record, state })
      const broken = checkWrite(stage, world.store, request)
      const serving: Serving = { basis, fresh: 'stored', judged, what: 'overwrites', broken }
      return served(stage, written(world, basis), request, serving)
    }
  }
}

function landEnd(
  stage: Stage,
  world: World,
  request: Request,
  { reason, fresh }: { reason: EndReason; fresh: Freshness },
): Step[] {
  const { verdictEnds, endConflict } = stage.protocol.procedure
  const isEnded = world.store === NONE || stage.records.at(world.store).record.ended !== null
  if (!isEnded && (fresh === 'stored' || verdictEnds === 'always')) {
    const what = `ends it: ${reason}`
    const broken = checkEnding(stage, world, request, reason)
    const step = finish(stage, written(world, stage.records.ended(world.store, reason)), request, {
      outcome: 'ended',
      told: true,
      what,
    })
    return [{ ...step, broken: broken ?? step.broken }]
  }
  // Read again, as a command of its own.
  const phase: Request['phase'] =
    endConflict === 'judge'
      ? { at: 'sent' }
      : { at: 'read', snapshot: world.store, fresh: 'stored', again: true }
  const next = { ...request, phase }
  return [
    {
      what: 'comes too late to end it',
      world: { ...world, requests: [...world.requests, next] },
      broken: null,
    },
  ]
}
