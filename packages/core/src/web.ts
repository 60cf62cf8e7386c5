import type { Carrier, ResponseHead } from './carrier.ts'
import type { Sessions } from './facade.ts'
import type { Session } from './session.ts'
import { formTokenIn } from './web-form.ts'

/** What a runtime knows of a request beyond the `Request` itself. */
export interface WebFacts {
  /** The client's address, as the server or a proxy that the app trusts says. */
  readonly address?: string | undefined
  /** Whether the client's connection is HTTPS. Default: what the URL says. */
  readonly secure?: boolean
}

/**
 * The carrier of a `Request`, whose cookies go to the head of a response to come; without one it can only be looked at. That is
 * also so for a request that opens a WebSocket: what a runtime answers to it cannot be changed.
 */
export function webCarrier(
  request: Request,
  response: ResponseHead | undefined,
  facts: WebFacts = {},
): Carrier {
  const upgrades = request.headers.get('upgrade')?.toLowerCase() === 'websocket'
  return {
    method: request.method,
    url: request.url,
    secure: facts.secure ?? request.url.startsWith('https:'),
    address: facts.address,
    formToken: () => formTokenIn(request),
    header: (name) => request.headers.get(name) ?? (name === 'host' ? new URL(request.url).host : undefined),
    ...(response !== undefined && !upgrades && { response }),
  }
}

/** `Headers` as a response head, and the switch that says it has left. */
export function headHolding(headers: Headers): ResponseHead & { sent: boolean } {
  return {
    sent: false,
    get(name) {
      if (name === 'set-cookie') return headers.getSetCookie()
      const value = headers.get(name)
      return value === null ? [] : [value]
    },
    set(name, values) {
      headers.delete(name)
      for (const value of values) headers.append(name, value)
    },
  }
}

/** A handler that gets the session of its request. */
export type SessionHandler<Data extends object, Rest extends unknown[]> = (
  request: Request,
  session: Session<Data>,
  ...rest: Rest
) => Response | Promise<Response>

/**
 * Gives a `Request → Response` handler its session, on any runtime that has those types.
 *
 * The response gets the cookies of what the handler awaited *before it returned*: the head of a response leaves with it. When
 * the handler throws, there is no response to put them on and the error goes on; an `onError` that makes a response keeps them.
 *
 * ```ts
 * import { createSessions } from '@sess/core'
 * import { memoryStore } from '@sess/core/memory'
 * import { withSession } from '@sess/core/web'
 *
 * const sessions = createSessions({ store: memoryStore() })
 *
 * export default {
 *   fetch: withSession(sessions, async (request, session) => {
 *     if (new URL(request.url).pathname === '/login') await session.login('alice', { amr: ['pwd'] })
 *     return Response.json({ userId: session.userId })
 *   }),
 * }
 * ```
 */
export function withSession<Data extends object, Rest extends unknown[]>(
  sessions: Sessions<Data>,
  handler: SessionHandler<Data, Rest>,
  options: {
    /** What the runtime knows of the request. */
    readonly facts?: (request: Request, ...rest: Rest) => WebFacts
    /** Makes a response of what the handler, or the store, threw. Default: it goes on to the runtime. */
    readonly onError?: (error: unknown, request: Request) => Response | Promise<Response>
  } = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    const headers = new Headers()
    const head = headHolding(headers)
    try {
      const session = await sessions.open(webCarrier(request, head, options.facts?.(request, ...rest)))
      const response = await handler(request, session, ...rest)
      return withHead(response, headers)
    } catch (error) {
      if (options.onError === undefined) throw error
      return withHead(await options.onError(error, request), headers)
    } finally {
      head.sent = true
    }
  }
}

/**
 * A response with the cookies that a session put on `head`, and with what belongs beside them; the same response where there are
 * none. A copy, for redirects and fetched responses have immutable headers.
 */
export function withHead(response: Response, head: Headers): Response {
  const cookies = head.getSetCookie()
  if (cookies.length === 0) return response
  const copy = new Response(response.body, response)
  const others = copy.headers
    .getSetCookie()
    .filter((other) => !cookies.some((cookie) => isSameName(cookie, other)))
  copy.headers.delete('set-cookie')
  for (const cookie of [...others, ...cookies]) copy.headers.append('set-cookie', cookie)
  copy.headers.set('cache-control', 'no-store')
  const vary = copy.headers.get('vary') ?? ''
  if (!/(?:^|,)\s*(?:\*|cookie)\s*(?:,|$)/i.test(vary)) copy.headers.append('vary', 'Cookie')
  return copy
}

/** One `Set-Cookie` per name, also beside one that a fetched response brought along: the session's own counts. */
const isSameName = (cookie: string, other: string): boolean =>
  other.startsWith(cookie.slice(0, cookie.indexOf('=') + 1))
