import { SessError } from '@sess/core'

/** `openSession()` was called where Next lets nobody set a cookie. A mistake of the app: nothing was opened, nothing written. */
export class ReadOnlyPlaceError extends SessError {
  constructor() {
    super(
      'sess/read-only',
      500,
      'openSession() was called in a Server Component, or in after(), where no cookie can be set. Look at the session with ' +
        'getSession(), and change it in a Server Action or a Route Handler.',
    )
  }
}
