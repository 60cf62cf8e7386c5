import { type Sessions, SupersededError } from '@sess/core'
import { type Guard, requireAuth, session } from '@sess/express'
import { assets } from 'demo-shared'
import {
  type Demo,
  type DemoData,
  lookingRoutes,
  mayChange,
  NotFound,
  PERSONAL_HEADERS,
  pageRoutes,
  Refused,
  type Route,
  SECURITY_HEADERS,
  urlOf,
} from 'demo-shared/app'
import express, { type Express } from 'express'
import { answerError, answerWith } from './answer.ts'

declare module '@sess/express' {
  interface Register {
    sessions: Sessions<DemoData>
  }
}

export function createApp(demo: Demo): Express {
  const app = express()
  app.disable('x-powered-by')
  // A proxy on this very machine may say who the client is; the demo's pretended devices do.
  app.set('trust proxy', 'loopback')
  app.use((req, res, next) => {
    res.set(SECURITY_HEADERS)
    next(mayChange(req.method, req.get('sec-fetch-site')) ? undefined : new Refused())
  })
  app.use('/assets', express.static(assets, { fallthrough: false }))
  app.use((_req, res, next) => {
    res.set(PERSONAL_HEADERS)
    next()
  })

  app.use(session(demo.sessions))
  app.use(express.urlencoded({ extended: false, limit: '8kb' }))
  mount(app, lookingRoutes(demo))
  app.use((req, _res, next) => next(req.session.state === 'superseded' ? new SupersededError() : undefined))
  mount(app, pageRoutes(demo))
  app.use((_req, _res, next) => next(new NotFound()))
  app.use(answerError(demo))
  return app
}

function mount(app: Express, routes: readonly Route[]): void {
  for (const route of routes) {
    const method = route.method === 'GET' ? 'get' : 'post'
    app[method](route.path, guardOf(route), answerWith(route))
  }
}

function guardOf({ guard }: Route): Guard {
  if (guard === undefined) return (_req, _res, next) => next()
  const { redirectTo, ...requirement } = guard
  return requireAuth({
    ...requirement,
    redirectTo: ({ originalUrl }, missing) => redirectTo(urlOf(originalUrl), missing),
  })
}
