import { SupersededError } from '@sess/core'
import type { RouteHandler } from '@sess/next'
import { lookingRoutes, type Opened, pageRoutes, type Route } from 'demo-shared/app'
import type { NextRequest } from 'next/server'
import { demo, self } from './demo'
import { withSession } from './session'

type Handlers = ReadonlyMap<string, RouteHandler<unknown>>

/** The routes that all demos share, as Route Handlers; made when the first request comes. */
let handlers: Handlers | undefined

/** What is posted is sent here by the proxy, for a path is either a page's or a handler's. */
const FORMS = '/forms'

export const served: RouteHandler<unknown> = async (request, context) => {
  handlers ??= new Map([...lookingRoutes(demo()).map(looking), ...pageRoutes(demo()).map(acting)])
  const { method } = request
  const handler = handlers.get(`${method} ${urlOf(request).pathname}`)
  return handler?.(request, context) ?? new Response('There is no such page.', { status: 404 })
}

const looking = (route: Route) => [`${route.method} ${route.path}`, handlerOf(route, () => {})] as const

const acting = (route: Route) =>
  [
    `${route.method} ${route.path}`,
    handlerOf(route, ({ state }) => {
      if (state === 'superseded') throw new SupersededError()
    }),
  ] as const

function handlerOf(
  { guard, answer }: Route,
  check: (session: Opened['session']) => void,
): RouteHandler<unknown> {
  const handle = async (request: NextRequest, session: Opened['session']) => {
    check(session)
    return answer({ ...(await askedBy(request)), session })
  }
  if (guard === undefined) return withSession(handle)
  const { redirectTo, ...requirement } = guard
  return withSession(
    { ...requirement, redirectTo: (request, missing) => redirectTo(urlOf(request), missing) },
    handle,
  )
}

async function askedBy(request: NextRequest): Promise<Omit<Opened, 'session'>> {
  const isForm = /^application\/x-www-form-urlencoded/.test(request.headers.get('content-type') ?? '')
  return {
    url: urlOf(request),
    form: new URLSearchParams(isForm ? await request.text() : ''),
    accept: request.headers.get('accept') ?? '',
    self: self(),
  }
}

function urlOf({ url }: NextRequest): URL {
  const asked = new URL(url)
  if (asked.pathname.startsWith(`${FORMS}/`)) asked.pathname = asked.pathname.slice(FORMS.length)
  return asked
}
