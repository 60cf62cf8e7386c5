import { createSessions, type Sessions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { authenticated, requireAuth, type SessionEnv, session } from '../src/index.ts'
import { build, cookieOf, POST, silent } from './support/build.ts'

/** How Hono puts apps together, as far as that is not in the binding kit. */

test('routes, sub-apps and mounted apps share the session; mounted twice, it says so', async () => {
  const { app } = build()
  const account = new Hono<SessionEnv<Sessions>>()
  account.use(requireAuth())
  account.get('/me', (c) => c.text(authenticated(c).userId))
  app.route('/account', account)
  app.post('/login', async (c) => {
    await c.var.session.login('alice')
    return c.body(null, 204)
  })
  app.get('/open', (c) => c.text(authenticated(c).userId))
  app.use('/twice', session(createSessions({ store: memoryStore() })))
  app.get('/twice', (c) => c.text('never'))

  const cookie = cookieOf(await app.request('/login', POST))
  const me = await app.request('/account/me', { headers: { cookie } })
  expect([me.status, await me.text()]).toEqual([200, 'alice'])
  expect((await app.request('/account/me')).status).toBe(401)
  expect((await app.request('/open')).status).toBe(401)
  const logged = silent()
  expect((await app.request('/twice')).status).toBe(500)
  expect(logged.mock.calls[0]?.[0]).toMatchObject({
    name: 'TypeError',
    message: expect.stringContaining('once'),
  })
})

test('without session() before it, the guard says what is missing', async () => {
  const logged = silent()
  const app = new Hono().get('/', requireAuth(), (c) => c.text(c.var.session.userId))
  expect((await app.request('/')).status).toBe(500)
  expect(logged.mock.calls[0]?.[0]).toMatchObject({ message: expect.stringContaining('session(sessions)') })
  expect(() => requireAuth({ maxAge: 'soon' })).toThrow('maxAge')
})

test('who the client is, and how it came, is what the options say', async () => {
  const sessions = createSessions({ store: memoryStore(), cookie: { insecureLocalhost: true } })
  const namesWith = async (options: Parameters<typeof session>[1], url: string) => {
    const app = new Hono().use(session(sessions, options)).post('/login', async (c) => {
      await c.var.session.login('alice')
      return c.text('in')
    })
    const response = await app.request(url, {
      method: 'POST',
      headers: { ...POST.headers, 'x-real-ip': '203.0.113.7' },
    })
    return cookieOf(response).split('=')[0]
  }
  const plain = 'http://localhost/login'
  expect(await namesWith({}, plain)).toBe('sess-localhost')
  expect(await namesWith({}, 'https://localhost/login')).toBe('__Host-sess')
  expect(await namesWith({ secure: true }, plain)).toBe('__Host-sess')
  expect(await namesWith({ secure: (c) => c.req.path === '/login' }, plain)).toBe('__Host-sess')
  await namesWith({ address: (c) => c.req.header('x-real-ip') }, plain)
  const addresses = (await sessions.list('alice')).map(({ client }) => client.address)
  expect(addresses).toEqual([undefined, undefined, undefined, undefined, '203.0.113.7'])
})

test('an upgrade to a WebSocket looks at the session, and its response is left alone', async () => {
  let now = Date.now()
  const { app } = build({ now: () => now })
  const upgraded = new Response('upgraded by the runtime')
  app.get('/socket', (c) => Object.assign(upgraded, { user: c.var.session.userId }))
  app.get('/', (c) => c.text('hello'))
  app.post('/login', async (c) => {
    await c.var.session.login('alice')
    return c.text('in')
  })
  const cookie = cookieOf(await app.request('/login', POST))
  await app.request('/', { headers: { cookie } })
  now += 16 * 60_000
  const response = await app.request('/socket', {
    headers: { cookie, upgrade: 'websocket', 'sec-fetch-site': 'same-origin' },
  })
  expect(response).toBe(upgraded)
  expect(response).toHaveProperty('user', 'alice')
  expect((await app.request('/', { headers: { cookie } })).headers.getSetCookie()).toHaveLength(1)
})
