import { finish } from './finish.ts'
import { withShown } from './owed.ts'
import { checkServed } from './promises.ts'
import type { Judged, Stage } from './stage.ts'
import { type Freshness, NONE, type Request, type Step, type World } from './world.ts'

export interface Serving {
  /** The record whose state it sees. */
  readonly basis: number
  readonly fresh: Freshness
  readonly judged: Judged
  readonly what: string
  /** What is known to be broken already. */
  readonly broken: string | null
}

/** Served: what it shows, and what comes next. `world` is without the request. */
export function served(stage: Stage, world: World, request: Request, serving: Serving): Step[] {
  const { basis, fresh, judged, what } = serving
  const broken = serving.broken ?? checkServed(stage, world, request, basis, judged)
  if (broken !== null) return [{ what, world, broken }]
  const { generation } = stage.keyring.at(request.token)
  const past = {
    ...world.past,
    shown: request.via === 'none' ? world.past.shown : withShown(world.past, generation),
    sentAgo: stage.scenario.deadlines === null ? 0 : Math.min(world.past.sentAgo, request.age),
    servedAgo: 0,
  }
  const after = { ...world, past }
  const { deliver } = judged
  if (request.operation === 'read')
    return [finish(stage, after, request, { outcome: 'served', what, deliver })]
  if (request.operation !== 'page') {
    const phase: Request['phase'] = { at: 'handler', handed: deliver, fresh, begun: false }
    return [{ what, world: { ...after, requests: [...after.requests, { ...request, phase }] }, broken: null }]
  }
  // The render of the same request cannot set cookies. Whatever token the framework lets it see has to be harmless.
  const opened = finish(stage, after, request, { outcome: 'served', what, deliver })
  const seen = deliver === NONE ? [request.token] : [request.token, deliver]
  return seen.map((token) => {
    const render: Request = { ...request, token, via: 'none', operation: 'read', phase: { at: 'sent' } }
    return { ...opened, world: { ...opened.world, requests: [...opened.world.requests, render] } }
  })
}
