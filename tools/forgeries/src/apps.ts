import { createServer, type Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { createSessions, csrfField, type Session, type Sessions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import { withSession } from '@sess/core/web'
import { session as onExpress } from '@sess/express'
import { session as onHono, type SessionEnv } from '@sess/hono'
import express from 'express'
import { Hono } from 'hono'

/** What an app did, and for whom. */
export interface Deed {
  readonly what: string
  readonly userId: string | null
}

export interface App {
  readonly server: Server
  readonly deeds: Deed[]
}

const SECRET = 'Zq8wErT5yUiO2pAs9dFgH1jKl4zXcV6b'

/** Its cookie goes along from other sites, too, so that nothing but the check itself stands in the way. */
const sessionsOf = (): Sessions =>
  createSessions({ store: memoryStore(), secrets: [SECRET], cookie: { sameSite: 'None' } })

/** The whole app: pages, with or without the token in their form, and two things that only a POST does. */
async function answer(session: Session, method: string, url: URL, deeds: Deed[]): Promise<string> {
  const { pathname, searchParams } = url
  const isRead = method === 'GET' || method === 'HEAD'
  if (pathname === '/form') return `<form method="post" action="/act?what=form">${csrfField(session)}</form>`
  if (isRead) return '<!doctype html><title>app</title>'
  if (pathname === '/login') await session.login('alice')
  deeds.push({ what: searchParams.get('what') ?? pathname, userId: session.userId })
  return '<!doctype html><title>done</title>'
}

const HTML = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }

/** The same app on every binding. `/again` sends a POST on to `/act`, as it came. */
export const APPS: readonly (readonly [name: string, start: () => App])[] = [
  [
    'Web',
    () => {
      const deeds: Deed[] = []
      const fetch = withSession(
        sessionsOf(),
        async (request, session) => {
          const url = new URL(request.url)
          if (url.pathname === '/again') return Response.redirect(new URL('/act?what=again', url), 307)
          return new Response(await answer(session, request.method, url, deeds), { headers: HTML })
        },
        { onError: (error) => new Response('', { status: (error as { status?: number }).status ?? 500 }) },
      )
      return { server: createAdaptorServer({ fetch }) as Server, deeds }
    },
  ],
  [
    'Hono',
    () => {
      const deeds: Deed[] = []
      const sessions = sessionsOf()
      const app = new Hono<SessionEnv<typeof sessions>>()
      app.use(onHono(sessions))
      app.post('/again', (c) => c.redirect('/act?what=again', 307))
      app.all('*', async (c) =>
        c.body(await answer(c.var.session, c.req.method, new URL(c.req.url), deeds), 200, HTML),
      )
      return { server: createAdaptorServer({ fetch: app.fetch }) as Server, deeds }
    },
  ],
  [
    'Express',
    () => {
      const deeds: Deed[] = []
      const app = express()
      app.use(express.urlencoded({ extended: false }))
      app.use(onExpress(sessionsOf()))
      app.post('/again', (_req, res) => res.redirect(307, '/act?what=again'))
      app.use(async (req, res) => {
        const url = new URL(req.originalUrl, 'http://localhost')
        res.set(HTML).send(await answer(req.session, req.method, url, deeds))
      })
      return { server: createServer(app), deeds }
    },
  ],
]
