import { type Answer, answer } from './answers.ts'
import { challengesFor } from './challenge.ts'
import { type AuthRequirement, checkAuth } from './check-auth.ts'
import { refuseUnknown } from './known-options.ts'
import type { SessionView } from './session.ts'

/** What keeps a request out: no user, a proof of identity that is too old or too weak, or a key that was just replaced. */
export type Missing = NonNullable<ReturnType<typeof checkAuth>>

/** The options of every binding's `requireAuth`; `Request` is whatever the framework calls a request. */
export interface GuardOptions<Request> extends AuthRequirement {
  /**
   * Where a browser (never a client with a bearer token) that asks for a page is sent (303) instead of getting a 401: a path, or a function of the request and of
   * what is missing, for example to send to sign-in or to step-up, and to remember where the person wanted to go.
   */
  readonly redirectTo?: string | ((request: Request, missing: Missing) => string)
}

/** What a guard answers instead of letting a request pass. A redirect is a 303, and no cache may keep it either. */
export type Refusal = Answer | { readonly redirectTo: string }

const ANSWERS = {
  superseded: [409, 'sess/superseded'],
  unauthenticated: [401, 'sess/not-authenticated'],
  stale: [401, 'sess/authentication-stale'],
  insufficient: [401, 'sess/authentication-insufficient'],
} as const

/**
 * The decision behind every binding's `requireAuth`, so that all of them answer alike. `null` lets the request pass. A client with a
 * bearer token is told in `WWW-Authenticate` what it lacks (RFC 6750, and the step-up challenge of RFC 9470).
 */
export function createGuard<Request>({
  redirectTo,
  ...requirement
}: GuardOptions<Request>): (
  session: SessionView<never> | SessionView | undefined,
  accept: string | undefined,
  request: Request,
) => Refusal | null {
  // A misspelt requirement, or a maxAge that is no time, throws here, not at the first request.
  refuseUnknown('requireAuth.', requirement, ['maxAge', 'acr', 'amr', 'allowMarked'])
  if (requirement.amr !== undefined && !Array.isArray(requirement.amr))
    throw new TypeError("amr is a list of methods, for example ['otp'].")
  const challenges = challengesFor(requirement)
  return (session, accept, request) => {
    if (session === undefined)
      throw new TypeError('requireAuth() needs session(sessions) to have run before it.')
    const missing = checkAuth(session, requirement)
    if (missing === null) return null
    if (redirectTo !== undefined && missing !== 'superseded' && !session.bearer && prefersPage(accept)) {
      return { redirectTo: typeof redirectTo === 'string' ? redirectTo : redirectTo(request, missing) }
    }
    const [status, error] = ANSWERS[missing]
    const refusal = answer(status, error, session.endedBecause)
    if (!session.bearer || missing === 'superseded') return refusal
    return { ...refusal, headers: { ...refusal.headers, 'www-authenticate': challenges[missing] } }
  }
}

/** Whether the client would rather have a page than data: a browser that navigates does, a script that takes anything does not. */
export function prefersPage(accept = ''): boolean {
  return quality(accept, 'text/html') > quality(accept, 'application/json')
}

/** RFC 9110 §12.5.1: the most specific range counts. */
function quality(accept: string, type: string): number {
  const ranges = ['*/*', `${type.split('/')[0]}/*`, type]
  let found = { specificity: -1, q: 0 }
  for (const one of accept.toLowerCase().split(',')) {
    const [range = '', ...parameters] = one.split(';').map((part) => part.trim())
    const specificity = ranges.indexOf(range)
    if (specificity <= found.specificity) continue
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    found = { specificity, q: q === undefined ? 1 : Number(q.slice(2)) || 0 }
  }
  return found.q
}
