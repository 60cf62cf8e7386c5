/**
 * The base of every error of this client. `code` is stable and safe to match on. Mistakes in the calling code are `TypeError`s
 * instead, and answers of your API are no errors: `fetch` returns them as they are.
 */
export class ClientError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/**
 * Nobody is signed in: the token endpoint answered `invalid_grant` (RFC 6749 §5.2: the refresh token is expired, revoked or
 * was never one), or nobody has signed in yet, or `signOut` was called. Sign in again; repeating is of no use.
 */
export class SignedOutError extends ClientError {
  constructor(why: string, options?: { cause?: unknown }) {
    super('sess-client/signed-out', `Nobody is signed in: ${why} Sign in again.`, options)
  }
}

/**
 * The token endpoint could not be reached, or did not give a token, and nothing says that the session is over. The person is
 * still signed in: the next request tries again.
 */
export class RefreshFailedError extends ClientError {
  constructor(why: string, options?: { cause?: unknown }) {
    super('sess-client/refresh-failed', `No access token could be had: ${why}`, options)
  }
}

/**
 * The server did not confirm that the session has ended. This client has forgotten the access token and refuses requests, but
 * the session may live on the server: call `signOut` again.
 */
export class SignOutFailedError extends ClientError {
  constructor(why: string, options?: { cause?: unknown }) {
    super(
      'sess-client/sign-out-failed',
      `The server did not confirm that the session ended: ${why} Call signOut() again.`,
      options,
    )
  }
}
