import {
  type Authenticated,
  createSessions,
  type Session,
  type Sessions,
  type SessionsOptions,
} from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import { Hono } from 'hono'
import { authenticated, requireAuth, type SessionEnv, session } from '../src/index.ts'

/** What an app's author sees in the editor; compiled by `pnpm types`. */

interface Data {
  cart: string[]
}
/** Any Standard Schema: what it makes is the type of `session.data`. */
declare const schema: NonNullable<SessionsOptions<Data>['data']>
const sessions = createSessions({ store: memoryStore(), data: schema })

/** One chain: everything is inferred. */
const app = new Hono()
  .use(session(sessions))
  .get('/cart', async (c) => {
    const cart: readonly string[] = c.var.session.data.cart
    const same: Session<Data> = c.get('session')
    await c.var.session.update({ cart: [...cart, 'pear'] })
    // @ts-expect-error: the data has no such field
    await same.update({ colour: 'red' })
    // @ts-expect-error: a guest has no user id
    const userId: string = c.var.session.userId
    return c.json({ cart, userId })
  })
  .get('/users/:name', requireAuth(), (c) => {
    const userId: string = c.var.session.userId
    const signedIn: Authenticated<Session<Data>> = c.var.session
    const name: string = c.req.param('name')
    // @ts-expect-error: the route has no such parameter
    const id: string = c.req.param('id')
    return c.json({ userId, name, id, cart: signedIn.data.cart })
  })
  .get('/after', (c) => {
    // @ts-expect-error: the guard of another route says nothing of this one
    const userId: string = c.var.session.userId
    return c.json({ userId })
  })
  .post(
    '/payout',
    requireAuth({ maxAge: '5m', redirectTo: (c, missing) => `/${missing}?to=${c.req.path}` }),
    async (c) => {
      await c.var.session.regenerate()
      return c.body(null, 204)
    },
  )

// The answers' types still reach the client that Hono infers.
export type App = typeof app

/** Routes in several files: the app's type is written down once. */
type Env = SessionEnv<typeof sessions>
const account = new Hono<Env>().get('/me', (c) => {
  const me: Authenticated<Session<Data>> = authenticated(c)
  return c.text(me.userId)
})
const whole = new Hono<Env & { Bindings: { KEY: string } }>()
whole.use(session(sessions, { address: (c) => c.req.header('x-real-ip'), secure: true }))
whole.use('/account/*', requireAuth({ acr: ['aal2', 'aal3'], redirectTo: '/step-up' }))
whole.route('/account', account)
whole.get('/', (c) => c.text(`${c.env.KEY} ${c.var.session.data.cart.length}`))

// @ts-expect-error: no such option
whole.use('/account/*', requireAuth({ maxage: '5m' }))
// @ts-expect-error: without session() there is none
new Hono().get('/', (c) => c.text(c.var.session.state))
new Hono<SessionEnv<Sessions<{ colour: string }>>>()
  // @ts-expect-error: these are not the sessions that this app's type says
  .use<SessionEnv<Sessions<{ colour: string }>>>(session(sessions))
