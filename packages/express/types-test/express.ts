import { createSessions, type Sessions, type SessionsOptions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import express from 'express'
import { type AuthenticatedSession, authenticated, requireAuth, session } from '../src/index.ts'

/** What an app's author sees in the editor; compiled by `pnpm types` with the types of Express 5, and again with those of 4. */

interface Data {
  cart: string[]
}
/** Any Standard Schema: what it makes is the type of `session.data`. */
declare const schema: NonNullable<SessionsOptions<Data>['data']>
const sessions = createSessions({ store: memoryStore(), data: schema })
declare const others: Sessions<{ colour: string }>

declare module '../src/index.ts' {
  interface Register {
    sessions: typeof sessions
  }
}

const app = express()
app.use(session(sessions))
// @ts-expect-error: these are not the registered sessions
app.use(session(others))

app.get('/cart', async (req, res) => {
  const cart: readonly string[] = req.session.data.cart
  await req.session.update({ cart: [...cart, 'pear'] })
  // @ts-expect-error: the data has no such field
  await req.session.update({ colour: 'red' })
  // @ts-expect-error: a guest has no user id
  const userId: string = req.session.userId
  res.json(userId)
})

app.get('/users/:name', requireAuth(), (req, res) => {
  const signedIn: AuthenticatedSession = authenticated(req)
  const userId: string = signedIn.userId
  const name: string = req.params.name
  // @ts-expect-error: the route has no such parameter
  res.json([userId, name, req.params.id])
})

app.post(
  '/payout',
  requireAuth({ maxAge: '5m', redirectTo: (req, missing) => `/${missing}?to=${req.path}` }),
  async (req, res) => {
    await authenticated(req).regenerate()
    res.end()
  },
)
app.use('/account', requireAuth({ acr: ['aal2', 'aal3'], redirectTo: '/step-up' }))
// @ts-expect-error: no such option
app.use('/account', requireAuth({ maxage: '5m' }))
