import { type Authenticated, authenticated as known, type Session } from '@sess/core'

/**
 * The session of a request behind a guard that stands elsewhere, with that fact in its type:
 *
 *     app.use('/account/*', requireAuth())
 *     app.get('/account/me', (c) => c.text(authenticated(c).userId))
 *
 * `NotAuthenticatedError` (401) where nobody is signed in after all, so a forgotten guard lets nobody in.
 */
export function authenticated<Data extends object>(c: {
  readonly var: { readonly session: Session<Data> }
}): Authenticated<Session<Data>> {
  return known(c.var.session)
}
