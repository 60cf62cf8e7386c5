import type { Authenticated, GuardOptions, Session } from '@sess/core'
import type { NextRequest } from 'next/server.js'

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
