import type { Session, Sessions } from '@sess/core'
import type { RequestHandler } from 'express'
import { carrierOf } from './carrier.ts'

/**
 * Says which sessions this app has, so that `req.session` knows the type of its data. Once, beside `createSessions`:
 *
 *     declare module '@sess/express' {
 *       interface Register { sessions: typeof sessions }
 *     }
 */
// biome-ignore lint/suspicious/noEmptyInterface: the app fills it in
export interface Register {}

/** The type of the registered sessions' data. */
export type RegisteredData = Register extends { sessions: Sessions<infer Data> }
  ? Data
  : Record<string, unknown>

declare global {
  namespace Express {
    interface Request {
      /** The session of this request: a guest's where nobody is signed in. There once `session(sessions)` has run. */
      session: Session<RegisteredData>
    }
  }
}

/**
 * Opens the session of each request and puts it at `req.session`. Mount it once, before everything that uses the session, and
 * after `app.set('trust proxy', …)` where there is a proxy.
 *
 * A missing, expired or forged session is a guest's. When the store is down, the request goes to the app's error handler with
 * a `StoreError`, whose `status` is 503; nothing is concluded about the session.
 */
export function session(sessions: Sessions<RegisteredData>): RequestHandler {
  return (req, res, next) => {
    if (req.session !== undefined) {
      next(
        new TypeError(
          'req.session is taken: mount session() once, and no other session middleware beside it.',
        ),
      )
      return
    }
    sessions.open(carrierOf(req, res)).then((opened) => {
      req.session = opened
      next()
    }, next)
  }
}
