import { type Freshness, NONE, type Request, type World } from './world.ts'

/** The store after a write that landed: everybody else's snapshot is one behind. */
export function written(world: World, record: number): World {
  const keeps = world.left.failovers > 0
  const behind = (fresh: Freshness): Freshness => (fresh === 'stored' && keeps ? 'previous' : 'gone')
  const requests = world.requests.map((request): Request => {
    const { phase } = request
    if (!('fresh' in phase)) return request
    const fresh = behind(phase.fresh)
    return phase.at === 'writing' && fresh === 'gone'
      ? { ...request, phase: { ...phase, fresh, next: NONE } }
      : { ...request, phase: { ...phase, fresh } }
  })
  return { ...world, store: record, previous: keeps ? world.store : NONE, requests }
}
