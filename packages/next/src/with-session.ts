import {
  type Authenticated,
  createGuard,
  type GuardOptions,
  type Refusal,
  type Session,
  type Sessions,
} from '@sess/core'
import { headHolding, withHead } from '@sess/core/web'
import { cookies } from 'next/headers.js'
import type { NextRequest } from 'next/server.js'
import { type NextSessionOptions, requestCarrier } from './carrier.ts'
import { setLine } from './cookie-head.ts'
import { isMarked } from './mark.ts'

/** A Route Handler that gets the session of its request; `context` is Next's, with the route's `params`. */
export type SessionRouteHandler<Of, Context> = (
  request: NextRequest,
  session: Of,
  context: Context,
) => Response | Promise<Response>

export type RouteHandler<Context> = (request: NextRequest, context: Context) => Promise<Response>

export interface WithSession<Data extends object> {
  <Context>(handler: SessionRouteHandler<Session<Data>, Context>): RouteHandler<Context>
  <Context>(
    guard: GuardOptions<NextRequest>,
    handler: SessionRouteHandler<Authenticated<Session<Data>>, Context>,
  ): RouteHandler<Context>
}

/** See `NextSession.withSession`. */
export function withSession<Data extends object>(
  sessions: Sessions<Data>,
  options: NextSessionOptions,
): WithSession<Data> {
  return <Context>(
    ...[guard, guarded]:
      | [SessionRouteHandler<Session<Data>, Context>]
      | [GuardOptions<NextRequest>, SessionRouteHandler<Authenticated<Session<Data>>, Context>]
  ): RouteHandler<Context> => {
    const refuse = typeof guard === 'function' ? null : createGuard<NextRequest>(guard)
    const handler = (typeof guard === 'function' ? guard : guarded) as SessionRouteHandler<
      Session<Data>,
      Context
    >
    return async (request, context) => {
      const headers = new Headers()
      const head = headHolding(headers)
      try {
        // What the proxy has delivered is not delivered again.
        head.sent = isMarked(request.headers)
        const session = await sessions.open(requestCarrier(request, head, options))
        head.sent = false
        const refusal = refuse?.(session, request.headers.get('accept') ?? undefined, request) ?? null
        return withHead(
          refusal === null ? await handler(request, session, context) : refused(refusal),
          headers,
        )
      } catch (error) {
        const answer = await answerTo(error, request, options)
        if (answer !== null) return withHead(answer, headers)
        // The answer to it is Next's (`redirect()`, `notFound()`…), and takes its cookies from Next's store.
        for (const line of headers.getSetCookie()) setLine(await cookies(), line)
        throw error
      } finally {
        head.sent = true
      }
    }
  }
}

function refused(refusal: Refusal): Response {
  if (!('redirectTo' in refusal)) return Response.json(refusal.body, refusal)
  return new Response(null, {
    status: 303,
    headers: { location: refusal.redirectTo, 'cache-control': 'no-store' },
  })
}

/** What Next throws to redirect, or to show a page of its own, carries a `digest` and is Next's to answer. */
async function answerTo(
  error: unknown,
  request: Request,
  { onError }: NextSessionOptions,
): Promise<Response | null> {
  if (typeof error !== 'object' || error === null || 'digest' in error) return null
  if (onError !== undefined) return onError(error, request)
  return 'getResponse' in error && typeof error.getResponse === 'function' ? error.getResponse() : null
}
