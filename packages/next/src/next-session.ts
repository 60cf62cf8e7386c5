import type { Authenticated, Session, Sessions, SessionView } from '@sess/core'
import { cookies, headers } from 'next/headers.js'
import type { NextFetchEvent, NextRequest } from 'next/server.js'
import { cache } from 'react'
import { ambientCarrier } from './carrier.ts'
import { cookieHeader } from './cookie-head.ts'
import { openSession } from './open-session.ts'
import type { NextSessionOptions } from './options.ts'
import { demand, type RequireSessionOptions } from './require-session.ts'
import type { WithSession } from './route-handler.ts'
import { type AppProxy, sessionProxy } from './session-proxy.ts'
import { withSession } from './with-session.ts'

/** What an app exports once, from a module of its own, and imports wherever it has to do with sessions. */
export interface NextSession<Data extends object> {
  /**
   * The session to look at, in Server Components and anywhere else: the store is asked once per render. It has no method that
   * writes, and neither renews nor confirms a token. In the page that answers a Server Action it is what the action has made of it.
   *
   * It makes a page dynamic, as `cookies()` does; pages that do not call it stay static. In a `'use cache'` function it throws
   * Next's own error: hand such a function what it depends on. `StoreError` when the store is down.
   */
  getSession(): Promise<SessionView<Data>>
  /**
   * The session of a signed-in user, and with `maxAge` or `acr` of one who proved identity recently or strongly enough (ASVS 5.0
   * 7.5). Everybody else goes to `redirectTo`, or gets Next's `unauthorized()`, which has to be switched on
   * (`experimental.authInterrupts`). `SupersededError` where the key was replaced a moment ago: the same page, asked for again, comes.
   */
  requireSession(options?: RequireSessionOptions): Promise<Authenticated<SessionView<Data>>>
  /**
   * The session with everything that writes, for Server Actions, and for Route Handlers that need it by hand; once per request,
   * however often it is called. Cookies go out by Next's `cookies()`.
   *
   * Pass the action's `FormData`, in which browsers that do not say where a form comes from are asked for the CSRF token; in a Route
   * Handler pass its request. `ReadOnlyPlaceError` in a Server Component and in `after()`; otherwise it rejects as `Sessions.open`.
   */
  openSession(from?: Request | FormData): Promise<Session<Data>>
  /**
   * A Route Handler with the session of its request, and as first argument, if you like, a guard: `{}` for signed-in users only.
   * The answer carries the session's cookies exactly as they were written, with `no-store` beside them whatever the handler says,
   * also where the handler leaves by `redirect()`. Once it has returned, methods that set a cookie reject with `HeadersSentError`.
   */
  readonly withSession: WithSession<Data>
  /**
   * For `proxy.ts` (`middleware.ts` in Next 15, with `runtime: 'nodejs'` if the store needs Node): renews tokens and counts activity
   * for pages, which can do neither. It runs the app's own proxy and keeps whatever that answers.
   *
   * It opens GET and HEAD only, no prefetch, and nothing that Next asks itself for after an action. The page behind it gets the token
   * that the browser sent, which a renewal leaves valid for that moment. An answer that carries a renewed token is never
   * cacheable, a static page's included. Prefetches by Next's router are to be left out in `config.matcher`: it hides their header.
   */
  sessionProxy(appProxy?: AppProxy): (request: NextRequest, event: NextFetchEvent) => Promise<Response>
}

/**
 * Sess for an app on Next.js:
 *
 *     export const { getSession, openSession, requireSession, sessionProxy, withSession } = nextSession(sessions)
 *
 * Nothing happens at the call: no request is looked at, no store is asked.
 */
export function nextSession<Data extends object>(
  sessions: Sessions<Data>,
  options: NextSessionOptions = {},
): NextSession<Data> {
  const getSession = cache(async () => {
    // First of all, so that a page is known to need its request before anything else is asked.
    const carrier = ambientCarrier('GET', await headers(), cookieHeader(await cookies()), options)
    return sessions.view(carrier)
  })
  const opened = new WeakMap<object, Promise<Session<Data>>>()
  return {
    getSession,
    requireSession: async (wanted = {}) => demand(await getSession(), wanted),
    async openSession(from) {
      const request = await headers()
      const session = opened.get(request) ?? openSession(sessions, options, from)
      opened.set(request, session)
      session.catch(() => opened.delete(request))
      return session
    },
    withSession: withSession(sessions, options),
    sessionProxy: (appProxy) => sessionProxy(sessions, options, appProxy),
  }
}
