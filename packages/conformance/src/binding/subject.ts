/** How the app is to be put up. */
export interface Deployment {
  /** What all paths of the app begin with. `/shop` only for a binding that offers `base-path`. */
  readonly basePath: '' | '/shop'
  /**
   * Told to trust the one proxy in front of it: the client's address is the last of `X-Forwarded-For`, and its connection is HTTPS
   * if `X-Forwarded-Proto` says so. Only for a binding that offers `proxy`. Otherwise nobody has told it to trust anything.
   */
  readonly behindProxy: boolean
}

/** A running server with the app under test. */
export interface BindingSubject {
  /** With the base path, without a slash at the end: `http://127.0.0.1:4711`. */
  readonly url: string
  readonly close?: () => Promise<void>
}

/**
 * Gives a server that nothing else uses until its `close`: started for this test, or kept running and handed out again, for every
 * test begins by emptying it. Two that are open at once are two servers on one host.
 */
export type OpenBinding = (deployment: Deployment) => Promise<BindingSubject>

export type BindingFeature =
  /** There is a `requireAuth`, and the app uses it where a route says `guard`. */
  | 'guard'
  /** There are places that can only look at a session, and `GET /view` is one. */
  | 'read-only'
  /** The app can be told to trust a proxy. */
  | 'proxy'
  /** The app can live under a path. */
  | 'base-path'
  /** The server joins the Cookie lines of a request with `; `, as HTTP/2 asks for (RFC 9113 §8.2.3). */
  | 'cookie-lines'
  /** A handler runs on when its client has gone. */
  | 'outlives-client'
