import type { Express, Request, RequestHandler, Response } from 'express'
import { authenticated, requireAuth } from '../../src/index.ts'
import type { TestData } from './app.ts'
import type { Gates } from './gates.ts'

/** Express 4 does not catch what an async handler rejects with. */
export const caught =
  (run: (req: Request, res: Response) => Promise<unknown>): RequestHandler =>
  (req, res, next) => {
    run(req, res).catch(next)
  }

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Adds to a list without losing what others add. */
const add = (item: string) => (data: Readonly<TestData>) => ({
  ...data,
  items: [...(data.items ?? []), item],
})

export function addRoutes(app: Express, gates: Gates): void {
  app.get('/me', (req, res) => {
    const { state, userId, id, data, endedBecause } = req.session
    res.json({ state, userId, id, items: data.items ?? [], endedBecause })
  })
  app.post(
    '/login',
    caught(async (req, res) => {
      await req.session.login(text(req.query.user), { carry: (guest) => guest })
      res.json({ id: req.session.id })
    }),
  )
  app.post(
    '/add',
    caught(async (req, res) => {
      if (req.query.gate !== undefined) await gates.pass(text(req.query.gate))
      await req.session.update(add(text(req.query.item)))
      res.json({ items: req.session.data.items })
    }),
  )
  app.post(
    '/logout',
    caught(async (req, res) => {
      await req.session.logout()
      res.json({ state: req.session.state })
    }),
  )
  app.post(
    '/step-up',
    requireAuth(),
    caught(async (req, res) => {
      await authenticated(req).reauthenticate({ amr: ['pwd', 'otp'], acr: 'aal2' })
      res.json({ acr: req.session.acr })
    }),
  )
  app.post(
    '/password',
    requireAuth(),
    caught(async (req, res) => {
      await req.session.credentialsChanged()
      res.json({})
    }),
  )
  app.get('/mine', requireAuth(), (req, res) => void res.json({ userId: authenticated(req).userId }))
  app.get(
    '/sensitive',
    requireAuth({ acr: 'aal2', redirectTo: (req, missing) => `/${missing}?to=${req.originalUrl}` }),
    (_req, res) => void res.json({ secret: 'plans' }),
  )
  app.get(
    '/sessions',
    requireAuth(),
    caught(async (req, res) => res.json({ sessions: await req.session.list() })),
  )
}
