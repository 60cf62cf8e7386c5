import { groupOf } from '../demo-sessions.ts'
import { localPath } from '../local-path.ts'
import { type SignInModel, signInPage } from '../pages/sign-in.ts'
import { goOn, page } from './answers.ts'
import { type Asked, field, pageContext } from './asked.ts'
import type { Demo } from './demo.ts'
import type { Route } from './route.ts'

export function signIn(demo: Demo): readonly Route[] {
  const { accounts, sessions } = demo
  const form = (asked: Asked, then: string, problem: SignInModel['problem']) =>
    signInPage(pageContext(demo, asked), { accounts: accounts.shown(), then, problem })

  return [
    {
      method: 'GET',
      path: '/sign-in',
      answer(asked) {
        const { searchParams } = asked.url
        const problem = searchParams.get('why') === 'no-cookie' ? 'no-cookie' : null
        return page(form(asked, localPath(searchParams.get('then'), '/sessions'), problem))
      },
    },
    {
      method: 'POST',
      path: '/sign-in',
      async answer(asked) {
        const then = localPath(field(asked, 'then'), '/sessions')
        const ticket = field(asked, 'ticket')
        const userId =
          ticket === ''
            ? await accounts.verify(field(asked, 'name'), field(asked, 'password'))
            : accounts.redeemTicket(ticket)
        if (userId === null) return page(form(asked, then, 'wrong-password'), 401)
        const group = groupOf(userId)
        await asked.session.login(userId, { group, amr: ['pwd'], carry: (guest) => guest })
        return goOn(then, 'signed-in')
      },
    },
    {
      method: 'POST',
      path: '/sign-out',
      async answer({ session }) {
        await session.logout()
        return goOn('/', 'signed-out')
      },
    },
    {
      // Open to everybody, as the passwords are: it is how a visitor gets back an account that another one took.
      method: 'POST',
      path: '/accounts/reset',
      async answer(asked) {
        const id = field(asked, 'id')
        if (await accounts.reset(id)) await sessions.revokeAll(id, { by: 'demo' })
        return goOn('/sign-in', 'reset')
      },
    },
  ]
}
