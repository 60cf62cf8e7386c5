import type { Session, Sessions } from '@sess/core'
import { headHolding, webCarrier, withHead } from '@sess/core/web'
import type { Context, MiddlewareHandler } from 'hono'

/** What `session()` adds to an app's `Env`; written down where an app is not built as one chain: `new Hono<SessionEnv<typeof sessions>>()`. */
export interface SessionEnv<Of> {
  Variables: {
    /** The session of this request: a guest's where nobody is signed in. */
    session: Of extends Sessions<infer Data> ? Session<Data> : never
  }
}

export interface SessionOptions {
  /**
   * The client's address: from the runtime's `getConnInfo`, or from the header of a proxy that you run, which anybody else could
   * send, too. Default: unknown.
   */
  readonly address?: (c: Context) => string | undefined
  /** Whether the client's connection is HTTPS, as a proxy in front knows. Default: what the URL says. */
  readonly secure?: boolean | ((c: Context) => boolean)
}

/**
 * Opens the session of each request: `c.var.session`. Mount it once, before everything that uses the session.
 *
 * A missing, expired or forged session is a guest's. When the store is down, that is a `StoreError` for `app.onError`; Hono's own
 * error handler answers it with 503. Nothing is concluded about the session.
 */
export function session<Data extends object>(
  sessions: Sessions<Data>,
  { address, secure }: SessionOptions = {},
): MiddlewareHandler<SessionEnv<Sessions<Data>>> {
  return async (c, next) => {
    if (c.get('session') !== undefined)
      throw new TypeError(
        'c.var.session is taken: mount session() once, and no other session middleware beside it.',
      )
    const isSecure = typeof secure === 'function' ? secure(c) : secure
    const facts = { address: address?.(c), ...(isSecure !== undefined && { secure: isSecure }) }
    const headers = new Headers()
    const head = headHolding(headers)
    c.set('session', await sessions.open(webCarrier(c.req.raw, head, facts)))
    try {
      await next()
    } finally {
      head.sent = true
    }
    if (!c.finalized) return
    const response = withHead(c.res, headers)
    if (response === c.res) return
    // Hono would merge the two, and lose the cookies of one; an empty one in between stops it.
    c.res = undefined
    c.res = response
  }
}
