import { SupersededError } from '@sess/core'
import { session } from '@sess/express'
import { assets, mayChange, PERSONAL_HEADERS, SECURITY_HEADERS, sessionFacts } from 'demo-shared'
import express, { type Express } from 'express'
import type { Demo } from './demo.ts'
import { answerError, NotFound, Refused } from './errors.ts'
import { breakIn } from './routes/break-in.ts'
import { events } from './routes/events.ts'
import { lab } from './routes/lab.ts'
import { safe } from './routes/safe.ts'
import { sessionPages } from './routes/sessions.ts'
import { shop } from './routes/shop.ts'
import { signIn } from './routes/sign-in.ts'

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
  app.get('/api/session', (req, res) => void res.json(sessionFacts(req.session)))
  app.use(events(demo))
  app.use((req, _res, next) => next(req.session.state === 'superseded' ? new SupersededError() : undefined))
  app.use(shop(demo), signIn(demo), sessionPages(demo), safe(demo), breakIn(demo), lab(demo))
  app.use((_req, _res, next) => next(new NotFound()))
  app.use(answerError(demo))
  return app
}
