import type { Authenticated, Session, Sessions, SessionView } from '@sess/core'
import { cookies, headers } from 'next/headers.js'
import type { NextFetchEvent, NextRequest } from 'next/server.js'
import { cache } from 'react'
import { ambientCarrier, type NextSessionOptions } from './carrier.ts'
import { cookieHeader } from './cookie-head.ts'
import { openSession } from './open-session.ts'
import { demand, type RequireSessionOptions } from './require-session.ts'
import { type AppProxy, sessionProxy } from './session-proxy.ts'
import { type WithSession, withSession } from './with-session.ts'

export interface NextSession<Data extends object> {
  /** The session to look at, in Server Components and everywhere else: one read per rendered request. */
  getSession(): Promise<SessionView<Data>>
  requireSession(options?: RequireSessionOptions): Promise<Authenticated<SessionView<Data>>>
  openSession(from?: Request | FormData): Promise<Session<Data>>
  readonly withSession: WithSession<Data>
  sessionProxy(appProxy?: AppProxy): (request: NextRequest, event: NextFetchEvent) => Promise<Response>
}

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
