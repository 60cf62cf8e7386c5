import { SHORTEST_PASSWORD } from '../accounts.ts'
import { PRETENDED_DEVICES } from '../device.ts'
import { type SessionsModel, sessionsPage } from '../pages/sessions.ts'
import { goOn, page } from './answers.ts'
import { deviceAt, field, type Opened, pageContext } from './asked.ts'
import type { Demo } from './demo.ts'
import type { Route, RouteGuard } from './route.ts'
import { userOf } from './user.ts'

/** Who has just signed in and is nobody again has a browser that dropped the cookie. */
const guard: RouteGuard = {
  redirectTo: ({ searchParams, pathname }) =>
    searchParams.get('done') === 'signed-in'
      ? '/sign-in?why=no-cookie'
      : `/sign-in?then=${encodeURIComponent(pathname)}`,
}

/** "My sessions", and the password. */
export function mySessions(demo: Demo): readonly Route[] {
  const { accounts } = demo
  const list = async (asked: Opened, problem: SessionsModel['problem']) =>
    sessionsPage(pageContext(demo, asked), { sessions: await asked.session.list(), problem })
  let devices = 0

  return [
    { method: 'GET', path: '/sessions', guard, answer: async (asked) => page(await list(asked, null)) },
    {
      method: 'POST',
      path: '/sessions/end',
      guard,
      async answer(asked) {
        await asked.session.revoke(field(asked, 'id'))
        return goOn('/sessions', 'ended')
      },
    },
    {
      method: 'POST',
      path: '/sessions/end-others',
      guard,
      async answer({ session }) {
        await session.revokeOthers()
        return goOn('/sessions', 'others-ended')
      },
    },
    {
      method: 'POST',
      path: '/password',
      guard,
      async answer(asked) {
        const { userId } = userOf(asked)
        const next = field(asked, 'next')
        if (next.length < SHORTEST_PASSWORD) return page(await list(asked, 'short-password'), 422)
        if ((await accounts.verify(userId, field(asked, 'current'))) === null)
          return page(await list(asked, 'wrong-password'), 422)
        await accounts.changePassword(userId, next)
        await asked.session.credentialsChanged()
        return goOn('/sessions', 'password')
      },
    },
    {
      method: 'POST',
      path: '/devices',
      guard,
      async answer(asked) {
        const { userAgent, address } =
          PRETENDED_DEVICES[devices++ % PRETENDED_DEVICES.length] ?? PRETENDED_DEVICES[0]
        // As a proxy says it, and as Cloudflare does.
        const from = { 'x-forwarded-for': address, 'cf-connecting-ip': address }
        const device = deviceAt(asked, { 'user-agent': userAgent, ...from })
        await device.post('/sign-in', { ticket: accounts.issueTicket(userOf(asked).userId) })
        return goOn('/sessions', 'another-device')
      },
    },
  ]
}
