import { type Authenticated, authenticated as known, type Session } from '@sess/core'
import type { RegisteredData } from './session.ts'

/** A session that is known to be somebody's: its `userId` is a string. */
export type AuthenticatedSession = Authenticated<Session<RegisteredData>>

/**
 * The session of a request behind `requireAuth()`, with that fact in its type:
 *
 *     app.get('/me', requireAuth(), (req, res) => res.send(authenticated(req).userId))
 *
 * `NotAuthenticatedError` (401) where nobody is signed in after all, so a forgotten guard lets nobody in.
 */
export function authenticated(req: { readonly session: Session<RegisteredData> }): AuthenticatedSession {
  return known(req.session)
}
