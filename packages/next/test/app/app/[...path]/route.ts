import type { KitRoute } from '@sess/conformance/binding/app'
import type { RouteHandler } from '@sess/next'
import type { NextRequest } from 'next/server'
import { responseTo } from '../../lib/answers'
import { kit, withSession } from '../../lib/session'

type Context = { readonly params: Promise<{ readonly path: readonly string[] }> }

const BASE_PATH = process.env.SHOP ? '/shop' : ''
const routes = new Map(kit.routes.map((route) => [`${route.method} ${route.path}`, handlerOf(route)]))

async function answer(request: NextRequest, context: Context): Promise<Response> {
  const { path } = await context.params
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const handler = routes.get(`${method} /${path.join('/')}`)
  return handler === undefined ? new Response('Not found', { status: 404 }) : handler(request, context)
}

export { answer as GET, answer as POST }

function handlerOf({ guard, own, handle }: KitRoute): RouteHandler<Context> {
  const respond = async (request: NextRequest, session: Parameters<typeof handle>[0]) => {
    const response = responseTo(await handle(session, request.nextUrl.searchParams))
    for (const [name, value] of Object.entries(own?.cookies ?? {}))
      response.headers.append('set-cookie', `${name}=${value}; Path=/`)
    if (own !== undefined) response.headers.append('vary', own.vary)
    if (own !== undefined) response.headers.set('cache-control', own.cacheControl)
    return response
  }
  if (guard === undefined) return withSession(respond)
  const { redirectTo, ...requirement } = guard
  // Next takes the base path off before a handler sees the address, and writes a blank in a query as a plus.
  const asked = ({ nextUrl: { pathname, search } }: NextRequest) =>
    BASE_PATH + pathname + search.replaceAll('+', '%20')
  return withSession(
    {
      ...requirement,
      ...(redirectTo && { redirectTo: (request, missing) => redirectTo(asked(request), missing) }),
    },
    respond,
  )
}
