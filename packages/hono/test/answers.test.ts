import { ConfigError, createSessions, type Sessions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { setCookie } from 'hono/cookie'
import { cors } from 'hono/cors'
import { etag } from 'hono/etag'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { stream } from 'hono/streaming'
import { expect, test } from 'vitest'
import { type SessionEnv, session } from '../src/index.ts'
import { build, down, POST, SESSION, silent } from './support/build.ts'

/** How Hono makes its answers, as far as that is not in the binding kit. */

test.each([
  ['a raw Response', () => new Response('made by hand')],
  ['a raw Response with immutable headers', () => Response.redirect('https://shop.example/me', 303)],
  ['a raw Response with a cookie of its own', () => new Response('', { headers: { 'set-cookie': 'raw=1' } })],
])('%s, after cookies set on the context, too', async (what, respond) => {
  const { app } = build()
  app.post('/login', async (c) => {
    await c.var.session.login('alice')
    return respond()
  })
  const cookies = (await app.request('/login', POST)).headers.getSetCookie()
  expect(cookies.filter((line) => SESSION.test(line))).toHaveLength(1)
  expect(cookies.includes('raw=1')).toBe(what.includes('of its own'))
})

test('cookies that the app sets before and after, by hono/cookie and by hand, go out beside the session cookie', async () => {
  const { app } = build()
  app.use(async (c, next) => {
    setCookie(c, 'before', '1')
    await next()
    setCookie(c, 'after', '1')
  })
  app.post('/login', async (c) => {
    await c.var.session.login('alice')
    c.header('set-cookie', 'by-hand=1', { append: true })
    return c.text('hello', 200, { vary: 'Accept' })
  })
  const response = await app.request('/login', POST)
  const names = response.headers.getSetCookie().map((line) => line.split('=')[0])
  expect(names.sort()).toEqual(['__Host-sess', 'after', 'before', 'by-hand'])
  expect(response.headers.get('vary')).toBe('Accept, Cookie')
  expect(response.headers.get('cache-control')).toBe('no-store')
})

test.each(['outside', 'inside'] as const)(
  'middleware that replaces or rewrites answers, %s of session()',
  async (place) => {
    const origin = 'https://other.example'
    const sessions = createSessions({ store: memoryStore(), csrf: { trustedOrigins: [origin] } })
    const app = new Hono<SessionEnv<typeof sessions>>()
    const rewriting = [cors(), etag(), compress(), secureHeaders()] as const
    if (place === 'outside') for (const middleware of rewriting) app.use(middleware)
    app.use(session(sessions))
    if (place === 'inside') for (const middleware of rewriting) app.use(middleware)
    app.post('/login', async (c) => {
      await c.var.session.login('alice')
      return new Response('x'.repeat(4000), {
        headers: { 'content-type': 'text/plain', 'set-cookie': 'own=1' },
      })
    })
    const headers = { 'accept-encoding': 'gzip', origin }
    const response = await app.request('/login', { method: 'POST', headers })
    expect(response.headers.getSetCookie().filter((line) => SESSION.test(line))).toHaveLength(1)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('vary')).toContain('Cookie')
    expect(response.headers.get('content-encoding')).toBe('gzip')
  },
)

test("an error is answered by Hono's own handler with its status, in words that name no machine", async () => {
  const logged = silent()
  const { app } = build({ store: down() })
  app.post('/add', async (c) => {
    await c.var.session.update({ item: 'pear' })
    return c.text('added')
  })
  const response = await app.request('/add', POST)
  expect([response.status, response.headers.get('cache-control')]).toEqual([503, 'no-store'])
  expect(await response.text()).toMatch(/"sess\/store-unavailable"(?!.*10\.0\.0\.7)/)
  expect(logged).not.toHaveBeenCalled()
})

test("the app's own mistakes stay a 500 that Hono logs", async () => {
  const logged = silent()
  const { app } = build()
  app.get('/', () => {
    throw new ConfigError('store', 'it is missing.', 'Pass one.')
  })
  expect((await app.request('/')).status).toBe(500)
  expect(logged).toHaveBeenCalledOnce()
})

test('a login stays where the handler throws after it, whatever is thrown', async () => {
  silent()
  const { app, sessions } = build()
  app.post('/:what', async (c) => {
    await c.var.session.login('alice')
    if (c.req.param('what') === 'error') throw new Error('broken')
    throw new HTTPException(402, { res: new Response('pay', { headers: { 'set-cookie': 'bill=1' } }) })
  })
  const [error, exception] = [await app.request('/error', POST), await app.request('/pay', POST)]
  expect([error.status, exception.status]).toEqual([500, 402])
  expect(error.headers.getSetCookie()).toEqual([expect.stringMatching(SESSION)])
  expect(exception.headers.getSetCookie()).toEqual(['bill=1', expect.stringMatching(SESSION)])
  expect(await sessions.list('alice')).toHaveLength(2)
})

test('what is thrown and is no error goes where Hono sends it, and closes the head', async () => {
  const { app } = build()
  let late: Promise<void> | undefined
  app.get('/', (c) => {
    late = Promise.resolve()
      .then(() => new Promise((resume) => setTimeout(resume)))
      .then(() => c.var.session.login('alice'))
    throw 'a string'
  })
  await expect(Promise.resolve(app.request('/'))).rejects.toBe('a string')
  await expect(late).rejects.toMatchObject({ code: 'sess/headers-sent' })
})

test('where no handler answers, Hono says so as it does without a session', async () => {
  const logged = silent()
  const { app } = build()
  const forgets = async (c: Context<SessionEnv<Sessions>>): Promise<Response> => {
    await c.var.session.login('alice')
    return undefined as unknown as Response
  }
  app.post('/forgets', forgets)
  expect((await app.request('/nowhere')).status).toBe(404)
  expect((await app.request('/forgets', POST)).status).toBe(500)
  expect(logged.mock.calls[0]?.[0]).toMatchObject({ message: expect.stringContaining('not finalized') })
})

test('a streaming callback that signs in after its response was returned is told that it is too late', async () => {
  const { app, sessions } = build()
  app.post('/stream', (c) =>
    stream(c, async (body) => {
      await body.write('begun ')
      await body.write(
        await c.var.session.login('alice').then(
          () => 'in',
          (error) => error.code,
        ),
      )
    }),
  )
  const response = await app.request('/stream', POST)
  expect(await response.text()).toBe('begun sess/headers-sent')
  expect(await sessions.list('alice')).toEqual([])
})
