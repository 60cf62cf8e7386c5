import type { Authenticated, Session, Sessions, SessionView } from '@sess/core'
import { cookies, headers } from 'next/headers.js'
import type { NextFetchEvent, NextRequest } from 'next/server.js'
import { cache } from 'react'
import { carrierOf, type NextSessionOptions } from './carrier.ts'
import { cookieHead, cookieHeader, isReadOnly } from './cookie-head.ts'
import { ReadOnlyPlaceError } from './errors.ts'
import { isMarked } from './mark.ts'
import { demand, type RequireSessionOptions } from './require-session.ts'
import { type AppProxy, sessionProxy } from './session-proxy.ts'
import { type WithSession, withSession } from './with-session.ts'

export interface NextSession<Data extends object> {
  /** The session to look at, in Server Components and everywhere else: one read per rendered request. */
  getSession(): Promise<SessionView<Data>>
  requireSession(options?: RequireSessionOptions): Promise<Authenticated<SessionView<Data>>>
  openSession(): Promise<Session<Data>>
  readonly withSession: WithSession<Data>
  sessionProxy(appProxy?: AppProxy): (request: NextRequest, event: NextFetchEvent) => Promise<Response>
}

export function nextSession<Data extends object>(
  sessions: Sessions<Data>,
  options: NextSessionOptions = {},
): NextSession<Data> {
  const asked = async () => ({ method: 'GET', url: '/', headers: await headers() })
  const getSession = cache(async () =>
    sessions.view(carrierOf({ ...(await asked()), cookie: cookieHeader(await cookies()) }, options)),
  )
  const opened = new WeakMap<object, Promise<Session<Data>>>()
  const open = async (): Promise<Session<Data>> => {
    const store = await cookies()
    if (isReadOnly(store)) throw new ReadOnlyPlaceError()
    const head = cookieHead(store)
    const request = { ...(await asked()), method: 'POST', cookie: cookieHeader(store) }
    head.sent = isMarked(request.headers)
    const session = await sessions.open(carrierOf(request, options, head))
    head.sent = false
    return session
  }
  return {
    getSession,
    requireSession: async (wanted = {}) => demand(await getSession(), wanted),
    async openSession() {
      const request = await headers()
      const session = opened.get(request) ?? open()
      opened.set(request, session)
      session.catch(() => opened.delete(request))
      return session
    },
    withSession: withSession(sessions, options),
    sessionProxy: (appProxy) => sessionProxy(sessions, options, appProxy),
  }
}
