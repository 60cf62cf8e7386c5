import type { Context } from './context.ts'
import type { Sessions } from './facade.ts'

/** Where other entries of this package find what `createSessions` resolved. Not enumerable, so that no log shows it. */
const CONTEXT = Symbol.for('@sess/core/context')

export function shareContext<Data extends object>(
  context: Context<Data>,
  sessions: Sessions<Data>,
): Sessions<Data> {
  return Object.defineProperty(sessions, CONTEXT, { value: context })
}

/** A `TypeError` for what `createSessions` did not make, a copy of it included. */
export function contextOf<Data extends object>(sessions: Sessions<Data>): Context<Data> {
  const { [CONTEXT]: context } = Object(sessions) as { [CONTEXT]?: Context<Data> }
  if (context !== undefined) return context
  throw new TypeError('Pass what createSessions() returned, not a copy of it.')
}
