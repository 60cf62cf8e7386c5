import type { Deployment } from '@sess/conformance/binding'
import type { KitAnswer, KitApp, KitRoute } from '@sess/conformance/binding/app'
import type { Context, Hono, MiddlewareHandler } from 'hono'
import { setCookie } from 'hono/cookie'
import { stream } from 'hono/streaming'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { requireAuth, type SessionEnv, session } from '../../src/index.ts'

type KitEnv = SessionEnv<KitApp['sessions']>
export type KitHono = Hono<KitEnv>

/** The binding kit's app, written as an app on Hono would be. `addressOf` is the runtime's. */
export function kitApp(
  app: KitHono,
  kit: KitApp,
  { basePath, behindProxy }: Deployment,
  addressOf: (c: Context) => string | undefined,
): KitHono {
  const site = app.basePath(basePath) as KitHono
  site.post('/kit/control', async (c) => c.body(await kit.control(await c.req.text())))
  const proxied = {
    address: (c: Context) => c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim(),
    secure: (c: Context) => c.req.header('x-forwarded-proto') === 'https',
  }
  site.use(session(kit.sessions, behindProxy ? proxied : { address: addressOf }))
  for (const route of kit.routes) site.on(route.method, route.path, guardOf(route), (c) => answer(c, route))
  app.onError((error, c) => {
    const { status, body } = kit.failed(error)
    return c.json(body, status as ContentfulStatusCode)
  })
  return app
}

function guardOf({ guard }: KitRoute): MiddlewareHandler {
  if (guard === undefined) return (_, next) => next()
  const { redirectTo, ...requirement } = guard
  const asked = (c: Context) => c.req.url.slice(new URL(c.req.url).origin.length)
  return requireAuth({
    ...requirement,
    ...(redirectTo && { redirectTo: (c, missing) => redirectTo(asked(c), missing) }),
  })
}

async function answer(c: Context<KitEnv>, { own, handle }: KitRoute): Promise<Response> {
  for (const [name, value] of Object.entries(own?.cookies ?? {})) setCookie(c, name, value)
  if (own !== undefined) c.header('cache-control', own.cacheControl)
  if (own !== undefined) c.header('vary', own.vary, { append: true })
  return send(c, await handle(c.var.session, new URL(c.req.url).searchParams))
}

function send(c: Context, to: KitAnswer): Response {
  switch (to.kind) {
    case 'json':
      return c.json(to.body, to.status as ContentfulStatusCode)
    case 'redirect':
      return c.redirect(to.to, 303)
    case 'empty':
      return c.body(null, to.status)
    case 'stream':
      return stream(c, async (body) => {
        for await (const chunk of to.chunks) await body.write(chunk)
      })
  }
}
