import { authenticated, requireAuth } from '@sess/express'
import { PRETENDED_DEVICES, SHORTEST_PASSWORD } from 'demo-shared'
import { Client } from 'demo-shared/attacks'
import { type SessionsModel, sessionsPage } from 'demo-shared/pages'
import { type Request, Router } from 'express'
import type { Demo } from '../demo.ts'
import { field, ownAddress, pageContext } from '../request.ts'

/** "My sessions", and the password. */
export function sessionPages(demo: Demo): Router {
  const { accounts } = demo
  const page = async (req: Request, problem: SessionsModel['problem']) =>
    sessionsPage(pageContext(demo, req), { sessions: await req.session.list(), problem })

  const router = Router()
  // Who has just signed in and is nobody again has a browser that dropped the cookie.
  const guard = requireAuth({
    redirectTo: ({ query, path }) =>
      query.done === 'signed-in' ? '/sign-in?why=no-cookie' : `/sign-in?then=${encodeURIComponent(path)}`,
  })
  router.use(['/sessions', '/password', '/devices'], guard)
  router.get('/sessions', async (req, res) => void res.send(await page(req, null)))

  router.post('/sessions/end', async (req, res) => {
    await req.session.revoke(field(req, 'id'))
    res.redirect(303, '/sessions?done=ended')
  })

  router.post('/sessions/end-others', async (req, res) => {
    await req.session.revokeOthers()
    res.redirect(303, '/sessions?done=others-ended')
  })

  router.post('/password', async (req, res) => {
    const { userId } = authenticated(req)
    const next = field(req, 'next')
    if (next.length < SHORTEST_PASSWORD) {
      res.status(422).send(await page(req, 'short-password'))
    } else if ((await accounts.verify(userId, field(req, 'current'))) === null) {
      res.status(422).send(await page(req, 'wrong-password'))
    } else {
      await accounts.changePassword(userId, next)
      await req.session.credentialsChanged()
      res.redirect(303, '/sessions?done=password')
    }
  })

  let devices = 0
  router.post('/devices', async (req, res) => {
    const { userId } = authenticated(req)
    const { userAgent, address } =
      PRETENDED_DEVICES[devices++ % PRETENDED_DEVICES.length] ?? PRETENDED_DEVICES[0]
    const device = new Client(ownAddress(req), { 'user-agent': userAgent, 'x-forwarded-for': address })
    await device.post('/sign-in', { ticket: accounts.issueTicket(userId) })
    res.redirect(303, '/sessions?done=another-device')
  })
  return router
}
