import type { Context } from './context.ts'
import { SessionEndedError } from './errors.ts'
import { withState } from './record.ts'
import type { AuthenticationFacts } from './sign-in-options.ts'
import type { Loaded } from './verdict.ts'

/**
 * The mark of a user whose account was compromised. A session that is created under it bears it, and guards let it pass nowhere, until
 * its user has proved identity in a stronger way; the same step clears the user's mark.
 */

/** The new session with its user's mark written down, before anybody has its token: nobody but an end can come between. */
export async function bearMark<Data extends object>(
  { store, now }: Context<Data>,
  { record, state }: Loaded,
  mark: string,
): Promise<Loaded> {
  const marked = { ...state, mark }
  const next = withState(record, marked)
  const answer = await store.replace(next, record.revision, now())
  const current = answer.outcome === 'conflict' ? answer.current : null
  if (answer.outcome === 'replaced' || (current?.revision === next.revision && current.ended === null))
    return { record: next, state: marked }
  throw new SessionEndedError(current?.ended?.reason ?? null)
}

/**
 * Whether a proof of identity is the step-up that a mark asks for: a context class, or two methods at least. The one method of the
 * sign-in may be what was stolen.
 */
export const liftsMark = ({ acr, amr = [] }: AuthenticationFacts): boolean =>
  acr !== undefined || new Set(amr).size > 1
