import type { IncomingMessage } from 'node:http'
import { createGuard, type Refusal } from '@sess/core'
import { type WebFacts, webCarrier, withSession } from '@sess/core/web'
import { type KitAnswer, type KitApp, type KitRoute, streamOf } from '../../src/binding/app.ts'
import type { Deployment } from '../../src/binding/index.ts'
import type { WebHandler } from './serve-web.ts'

/** The app under test around plain `Request` and `Response`: `@sess/core/web` is its whole binding. */
export function webApp(kit: KitApp, { basePath, behindProxy }: Deployment): WebHandler {
  const routes = new Map(
    kit.routes.map((route) => [`${route.method} ${basePath}${route.path}`, routeOf(route)]),
  )
  const facts = (request: Request, incoming: IncomingMessage): WebFacts =>
    behindProxy
      ? {
          address: lastOf(request.headers.get('x-forwarded-for')),
          secure: request.headers.get('x-forwarded-proto') === 'https',
        }
      : { address: incoming.socket.remoteAddress }
  const onError = (error: unknown): Response => {
    const { status, body } = kit.failed(error)
    return Response.json(body, { status })
  }

  const served = withSession(
    kit.sessions,
    async (request, session, _incoming: IncomingMessage) => {
      const method = request.method === 'HEAD' ? 'GET' : request.method
      const route = routes.get(`${method} ${new URL(request.url).pathname}`)
      return route === undefined ? new Response('Not found', { status: 404 }) : route(request, session)
    },
    { facts, onError },
  )
  return async (request, incoming) => {
    const path = new URL(request.url).pathname.slice(basePath.length)
    if (path === '/kit/control') return new Response(await kit.control(await request.text()))
    if (path !== '/view') return served(request, incoming)
    const carrier = webCarrier(request, undefined, facts(request, incoming))
    return kit.sessions.view(carrier).then((view) => new Response(kit.view(view)), onError)
  }
}

const lastOf = (list: string | null): string | undefined => list?.split(',').at(-1)?.trim()

function routeOf({ guard, own, handle }: KitRoute) {
  const refuse = guard && createGuard<string>(guard)
  return async (request: Request, session: Parameters<typeof handle>[0]): Promise<Response> => {
    const { pathname, search, searchParams } = new URL(request.url)
    const refusal = refuse?.(session, request.headers.get('accept') ?? undefined, pathname + search) ?? null
    const response =
      refusal === null
        ? responseTo(await handle(session, searchParams), request.url)
        : refused(refusal, request.url)
    if (own === undefined) return response
    for (const [name, value] of Object.entries(own.cookies))
      response.headers.append('set-cookie', `${name}=${value}; Path=/`)
    response.headers.append('vary', own.vary)
    response.headers.set('cache-control', own.cacheControl)
    return response
  }
}

function responseTo(answer: KitAnswer, url: string): Response {
  switch (answer.kind) {
    case 'json':
      return Response.json(answer.body, { status: answer.status })
    case 'redirect':
      return Response.redirect(new URL(answer.to, url), 303)
    case 'empty':
      return new Response(null, { status: answer.status })
    case 'stream':
      return new Response(streamOf(answer.chunks))
  }
}

function refused(refusal: Refusal, url: string): Response {
  if (!('redirectTo' in refusal)) return Response.json(refusal.body, refusal)
  const location = new URL(refusal.redirectTo, url).href
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })
}
