import { pruned } from './owed.ts'
import { NOW } from './records.ts'
import { skewOf } from './scenario.ts'
import type { Stage } from './stage.ts'
import { type Move, NONE, type Request, type World } from './world.ts'

/** Time passes, if the assumptions let it: no request is without a verdict, and no answer under way, for longer than they say. */
export function passTime(stage: Stage, world: World): Move[] {
  const { latency, punctual, passes } = stage.scenario
  const waiting = world.requests.filter(({ who, phase }) => {
    const unjudged = phase.at === 'sent' || (phase.at === 'read' && !phase.again)
    return who === 'client' && (unjudged || punctual)
  })
  const oldest = Math.max(0, ...[...waiting, ...world.answers].map(({ age }) => age))
  return passes
    .filter(
      (ticks) => (oldest === 0 && waiting.length + world.answers.length === 0) || oldest + ticks <= latency,
    )
    .filter((ticks) => mayWait(stage, world, ticks))
    .map((ticks) => ({
      what: `${ticks} ticks pass`,
      world: older(stage, world, ticks),
      broken: null,
      action: { of: 'time', ticks },
    }))
}

/** At the token endpoint no answer stays lost for longer than the renewal interval: the client has tried again by then. */
function mayWait({ scenario, records, keyring }: Stage, world: World, ticks: number): boolean {
  const { store, jar, requests, past } = world
  if (!scenario.client.via.includes('token-endpoint') || store === NONE || jar === NONE) return true
  const behind = (token: number) => keyring.at(token).generation < past.handed
  const isBehind = behind(jar) || requests.some(({ who, token }) => who === 'client' && behind(token))
  return !isBehind || NOW - records.at(store).state.renewedAt + ticks < scenario.renewalInterval
}

function older(stage: Stage, world: World, ticks: number): World {
  const { records, scenario } = stage
  const { overlap, renewalInterval, latency, deadlines } = scenario
  const horizon = Math.max(renewalInterval, 2 * overlap) + 2 * skewOf(scenario)
  const { past } = world
  return {
    ...world,
    store: records.after(world.store, ticks),
    previous: records.after(world.previous, ticks),
    requests: world.requests.map((request) => olderRequest(stage, request, ticks)),
    answers: world.answers.map((answer) => ({ ...answer, age: Math.min(answer.age + ticks, latency + 1) })),
    past: {
      ...past,
      shown: pruned(
        past.shown.map(([generation, ago]) => [generation, Math.min(ago + ticks, horizon)] as const),
      ),
      lostNow: false,
      ...(deadlines !== null && {
        sentAgo: Math.min(past.sentAgo + ticks, deadlines.idle + deadlines.tolerance),
        servedAgo: Math.min(past.servedAgo + ticks, deadlines.idle + deadlines.tolerance),
      }),
    },
  }
}

function olderRequest({ records, scenario }: Stage, request: Request, ticks: number): Request {
  const { phase, who } = request
  const longest =
    scenario.deadlines === null
      ? scenario.latency + 1
      : scenario.deadlines.idle + scenario.deadlines.tolerance
  const age = who === 'thief' && scenario.deadlines === null ? 0 : Math.min(request.age + ticks, longest)
  switch (phase.at) {
    case 'read':
      return { ...request, age, phase: { ...phase, snapshot: records.after(phase.snapshot, ticks) } }
    case 'writing':
      return { ...request, age, phase: { ...phase, next: records.after(phase.next, ticks) } }
    default:
      return { ...request, age }
  }
}
