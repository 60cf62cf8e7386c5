import { groupOf, localPath } from 'demo-shared'
import { signInPage } from 'demo-shared/pages'
import { type Request, Router } from 'express'
import type { Demo } from '../demo.ts'
import { field, pageContext } from '../request.ts'

export function signIn(demo: Demo): Router {
  const { accounts, sessions } = demo
  const page = (req: Request, then: string, problem: 'wrong-password' | 'no-cookie' | null) =>
    signInPage(pageContext(demo, req), { accounts: accounts.shown(), then, problem })

  const router = Router()
  router.get('/sign-in', (req, res) => {
    const problem = req.query.why === 'no-cookie' ? 'no-cookie' : null
    res.send(page(req, localPath(req.query.then, '/sessions'), problem))
  })

  router.post('/sign-in', async (req, res) => {
    const then = localPath(field(req, 'then'), '/sessions')
    const ticket = field(req, 'ticket')
    const userId =
      ticket === ''
        ? await accounts.verify(field(req, 'name'), field(req, 'password'))
        : accounts.redeemTicket(ticket)
    if (userId === null) {
      res.status(401).send(page(req, then, 'wrong-password'))
      return
    }
    await req.session.login(userId, { group: groupOf(userId), amr: ['pwd'], carry: (guest) => guest })
    res.redirect(303, `${then}${then.includes('?') ? '&' : '?'}done=signed-in`)
  })

  router.post('/sign-out', async (req, res) => {
    await req.session.logout()
    res.redirect(303, '/?done=signed-out')
  })

  // Open to everybody, as the passwords are: it is how a visitor gets back an account that another one took.
  router.post('/accounts/reset', async (req, res) => {
    const id = field(req, 'id')
    if (await accounts.reset(id)) await sessions.revokeAll(id, { by: 'demo' })
    res.redirect(303, '/sign-in?done=reset')
  })
  return router
}
