import {
  type Authenticated,
  type AuthRequirement,
  checkAuth,
  type Missing,
  type SessionView,
  SupersededError,
} from '@sess/core'
// What `next/navigation` is on a server, by the name under which Node finds it, too.
import { redirect, unauthorized } from 'next/dist/client/components/navigation.react-server.js'
import { withReturnTo } from './return-to.ts'

export interface RequireSessionOptions extends AuthRequirement {
  /** Where whoever must not see this is sent, by what is missing: sign-in or step-up. Default: Next's `unauthorized()`. */
  readonly redirectTo?: string | ((missing: Exclude<Missing, 'superseded'>) => string)
  /** This page's path: it goes along as `?returnTo=`, if it is a path of this app. */
  readonly returnTo?: string
}

/** See `NextSession.requireSession`. */
export function demand<Data extends object>(
  session: SessionView<Data>,
  { redirectTo, returnTo, ...requirement }: RequireSessionOptions,
): Authenticated<SessionView<Data>> {
  const missing = checkAuth(session as SessionView<never>, requirement)
  if (missing === null) return session as Authenticated<SessionView<Data>>
  if (missing === 'superseded') throw new SupersededError()
  if (redirectTo === undefined) unauthorized()
  redirect(withReturnTo(typeof redirectTo === 'string' ? redirectTo : redirectTo(missing), returnTo))
}
