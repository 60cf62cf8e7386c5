import { STEPPED_UP } from '../demo-sessions.ts'
import { localPath } from '../local-path.ts'
import { safePage, stepUpPage } from '../pages/safe.ts'
import { goOn, page } from './answers.ts'
import { field, pageContext } from './asked.ts'
import type { Demo } from './demo.ts'
import type { Route, RouteGuard } from './route.ts'
import { userOf } from './user.ts'

const stepped: RouteGuard = {
  acr: STEPPED_UP,
  redirectTo: ({ pathname }, missing) =>
    `${missing === 'unauthenticated' ? '/sign-in' : '/step-up'}?then=${pathname}`,
}
const signedIn: RouteGuard = { redirectTo: () => '/sign-in?then=/safe' }

/** Something that asks for a fresh proof of identity, and where it is given. */
export function safe(demo: Demo): readonly Route[] {
  const { accounts, timings } = demo
  return [
    {
      method: 'GET',
      path: '/safe',
      guard: stepped,
      answer: (asked) => page(safePage(pageContext(demo, asked), String(timings.stepUp))),
    },
    {
      method: 'GET',
      path: '/step-up',
      guard: signedIn,
      answer(asked) {
        const then = localPath(asked.url.searchParams.get('then'), '/safe')
        return page(stepUpPage(pageContext(demo, asked), then, false))
      },
    },
    {
      method: 'POST',
      path: '/step-up',
      guard: signedIn,
      async answer(asked) {
        const then = localPath(field(asked, 'then'), '/safe')
        if ((await accounts.verify(userOf(asked).userId, field(asked, 'password'))) === null)
          return page(stepUpPage(pageContext(demo, asked), then, true), 401)
        await asked.session.reauthenticate({ amr: ['pwd'], acr: STEPPED_UP, acrFor: timings.stepUp })
        return goOn(then, 'confirmed')
      },
    },
  ]
}
