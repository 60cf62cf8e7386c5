import { spend } from './sends.ts'
import type { Stage } from './stage.ts'
import { type Move, NONE, OWED_NOTHING, type Request, type World } from './world.ts'
import { written } from './writes.ts'

/** The store loses its last write, whatever that was, and does not know it. */
export function failOver(stage: Stage, world: World): Move[] {
  const { previous, left, past, store } = world
  if (previous === NONE || left.failovers === 0) return []
  const requests = world.requests.map((request): Request => {
    const { phase } = request
    if (!('fresh' in phase)) return { ...request, owed: OWED_NOTHING }
    const fresh = phase.fresh === 'previous' ? 'stored' : 'gone'
    return { ...request, owed: OWED_NOTHING, phase: { ...phase, fresh } }
  })
  // A fail-over that loses a re-keying loses it: the client may have to sign in again.
  const excused = past.excused || store === NONE || stage.keyOf(store) !== stage.keyOf(previous)
  const after: World = {
    ...world,
    store: previous,
    previous: NONE,
    requests,
    left: spend(left, 'failovers'),
    past: { ...past, shown: [], keyShown: -1, toldOver: false, overtakable: [], excused },
  }
  return [
    {
      what: 'the store fails over and loses its last write',
      world: after,
      broken: null,
      action: { of: 'fail-over' },
    },
  ]
}

/** What happens to a session from outside. */
export function strokes(stage: Stage, world: World): Move[] {
  const { store, left, marked } = world
  if (left.strokes === 0 || store === NONE) return []
  const after = { ...world, left: spend(left, 'strokes') }
  const ended = stage.records.at(store).record.ended !== null
  return stage.scenario.strokes.flatMap((stroke): Move[] => {
    const move = (what: string, next: World): Move[] => [
      { what, world: next, broken: null, action: { of: 'stroke', stroke } },
    ]
    switch (stroke) {
      case 'revoke':
        if (ended) return []
        return move(
          'an administrator ends it',
          written(after, stage.records.ended(store, 'revoked-by-administrator')),
        )
      case 'vanish':
        return move('the store no longer has it', { ...written(after, store), store: NONE, previous: NONE })
      case 'mark':
        return marked ? [] : move('a mark is being deployed', { ...after, marked: true })
      default:
        return []
    }
  })
}
