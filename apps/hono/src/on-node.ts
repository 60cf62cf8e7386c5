import type { RequestListener } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { serveStatic } from '@hono/node-server/serve-static'
import { assets } from 'demo-shared'
import { type Demo, SECURITY_HEADERS } from 'demo-shared/app'
import { type Context, Hono } from 'hono'
import { createApp } from './app.ts'

/** The app on Node: with the files that it shows, and with what a connection says of its client. */
export function createListener(demo: Demo): RequestListener {
  const app = createApp(demo, { address, self })
  const files = new Hono()
  files.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.header(name, value)
  })
  files.use(serveStatic({ root: assets, rewriteRequestPath: (path) => path.slice('/assets'.length) }))
  return getRequestListener((request, env) =>
    (new URL(request.url).pathname.startsWith('/assets/') ? files : app).fetch(request, env),
  )
}

/** A proxy on this very machine may say who the client is; the demo's pretended devices do. */
function address(c: Context): string | undefined {
  const { address: peer } = getConnInfo(c).remote
  const isLocal = peer !== undefined && /^(?:::1|(?:::ffff:)?127\..+)$/.test(peer)
  return (isLocal ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined) ?? peer
}

const self = (c: Context<{ Bindings: HttpBindings }>) => ({
  url: `http://127.0.0.1:${c.env.incoming.socket.localPort}`,
})
