import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Deployment } from '@sess/conformance/binding'
import type { KitAnswer, KitApp, KitRoute } from '@sess/conformance/binding/app'
import express, { type ErrorRequestHandler, type Express, type Response } from 'express'
import { type Guard, requireAuth, session } from '../../src/index.ts'
import { caught } from './routes.ts'

/** The binding kit's app, written as an app on Express would be. */
export function kitApp(create: typeof express, kit: KitApp, { basePath, behindProxy }: Deployment): Express {
  const app = create()
  if (behindProxy) app.set('trust proxy', 1)
  const site = create.Router()
  const text = express.text({ type: () => true })
  site.post(
    '/kit/control',
    text,
    caught(async (req, res) => res.send(await kit.control(req.body))),
  )
  site.use(session(kit.sessions))
  for (const route of kit.routes) {
    const answer = caught(async (req, res) => {
      setOwn(res, route.own)
      await send(res, await route.handle(req.session, new URL(req.url, 'http://localhost').searchParams))
    })
    site[route.method === 'GET' ? 'get' : 'post'](route.path, guardOf(route), answer)
  }
  app.use(basePath || '/', site)
  const failed: ErrorRequestHandler = (error, _req, res, next) => {
    const { status, body } = kit.failed(error)
    if (res.headersSent) next(error)
    else res.status(status).json(body)
  }
  return app.use(failed)
}

function guardOf({ guard }: KitRoute): Guard {
  if (guard === undefined) return (_req, _res, next) => next()
  const { redirectTo, ...requirement } = guard
  return requireAuth({
    ...requirement,
    ...(redirectTo && { redirectTo: (req, missing) => redirectTo(req.originalUrl, missing) }),
  })
}

function setOwn(res: Response, own: KitRoute['own']): void {
  if (own === undefined) return
  for (const [name, value] of Object.entries(own.cookies)) res.cookie(name, value)
  res.vary(own.vary).set('Cache-Control', own.cacheControl)
}

async function send(res: Response, answer: KitAnswer): Promise<void> {
  switch (answer.kind) {
    case 'json':
      res.status(answer.status).json(answer.body)
      return
    case 'redirect':
      res.redirect(303, answer.to)
      return
    case 'empty':
      res.status(answer.status).end()
      return
    case 'stream':
      // Where the client has left there is nobody to tell.
      await pipeline(Readable.from(answer.chunks), res).catch(() => {})
  }
}
