import { authenticated, requireAuth } from '@sess/express'
import { localPath, STEPPED_UP } from 'demo-shared'
import { safePage, stepUpPage } from 'demo-shared/pages'
import { Router } from 'express'
import type { Demo } from '../demo.ts'
import { field, pageContext } from '../request.ts'

/** Something that asks for a fresh proof of identity, and where it is given. */
export function safe(demo: Demo): Router {
  const { accounts, timings } = demo
  const router = Router()
  const guard = requireAuth({
    acr: STEPPED_UP,
    redirectTo: ({ path }, missing) =>
      `${missing === 'unauthenticated' ? '/sign-in' : '/step-up'}?then=${path}`,
  })
  router.get(
    '/safe',
    guard,
    (req, res) => void res.send(safePage(pageContext(demo, req), String(timings.stepUp))),
  )

  router.use('/step-up', requireAuth({ redirectTo: '/sign-in?then=/safe' }))
  router.get('/step-up', (req, res) => {
    res.send(stepUpPage(pageContext(demo, req), localPath(req.query.then, '/safe'), false))
  })
  router.post('/step-up', async (req, res) => {
    const then = localPath(field(req, 'then'), '/safe')
    if ((await accounts.verify(authenticated(req).userId, field(req, 'password'))) === null) {
      res.status(401).send(stepUpPage(pageContext(demo, req), then, true))
      return
    }
    await req.session.reauthenticate({ amr: ['pwd'], acr: STEPPED_UP, acrFor: timings.stepUp })
    res.redirect(303, `${then}?done=confirmed`)
  })
  return router
}
