import { type Authenticated, createGuard, type GuardOptions, type Session, type Sessions } from '@sess/core'
import { headHolding, withHead } from '@sess/core/web'
import { cookies } from 'next/headers.js'
import type { NextRequest } from 'next/server.js'
import { requestCarrier } from './carrier.ts'
import { setLine } from './cookie-head.ts'
import { isMarked } from './mark.ts'
import type { NextSessionOptions } from './options.ts'
import { answerTo, refused } from './route-answers.ts'
import type { RouteHandler, SessionRouteHandler, WithSession } from './route-handler.ts'

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
