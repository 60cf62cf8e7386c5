import type { Carrier } from '@sess/core'
import { headHolding, withHead } from '@sess/core/web'
import { type NextFetchEvent, type NextRequest, NextResponse } from 'next/server.js'
import { requestCarrier } from './carrier.ts'
import { mark } from './mark.ts'
import type { NextSessionOptions } from './options.ts'

/** The app's own proxy; one that returns nothing lets the request pass. */
export type AppProxy = (
  request: NextRequest,
  event: NextFetchEvent,
) => Response | undefined | null | Promise<Response | undefined | null>

/** See `NextSession.sessionProxy`. */
export function sessionProxy(
  sessions: { open(carrier: Carrier): Promise<unknown> },
  options: NextSessionOptions,
  appProxy?: AppProxy,
) {
  return async (request: NextRequest, event: NextFetchEvent): Promise<Response> => {
    const headers = new Headers()
    const head = headHolding(headers)
    // Whoever asks for the session behind this meets the same error, and answers it; a page that does not ask needs no store.
    const isOpened =
      isActivity(request) &&
      (await sessions.open(requestCarrier(request, head, options)).then(
        () => true,
        () => false,
      ))
    head.sent = true
    const response = (await appProxy?.(request, event)) ?? NextResponse.next()
    if (isOpened) mark(response, request)
    return withHead(response, headers)
  }
}

/**
 * Everything but GET and HEAD goes to a Server Action or a Route Handler, which can set its cookies itself; a cookie set here would
 * take the place of an action's. A prefetch is no activity. And what Next asks itself for, to save the browser a redirect after an
 * action, has an answer whose cookies nobody gets.
 */
function isActivity({ method, headers }: Request): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    !headers.has('next-router-prefetch') &&
    !/prefetch/.test(`${headers.get('sec-purpose')} ${headers.get('purpose')}`) &&
    !headers.has('x-action-redirect')
  )
}
