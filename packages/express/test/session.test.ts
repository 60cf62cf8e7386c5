import { createSessions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import { describe, expect, test } from 'vitest'
import { session } from '../src/index.ts'
import { VERSIONS } from './support/app.ts'
import { caught } from './support/routes.ts'
import { GUEST_COOKIE, SESSION_COOKIE, withApp } from './support/with-app.ts'

describe.each(VERSIONS)('session(sessions) on %s', (_name, express) => {
  test('a visitor who writes nothing costs nothing: no store command, no cookie', async () => {
    const app = await withApp({ express })
    const answer = await app.browser().get('/me')
    expect(answer.json()).toMatchObject({ state: 'none', userId: null, items: [] })
    expect(answer.setCookies).toEqual([])
    expect(app.store.calls).toEqual({})
  })

  test('a guest keeps what was written, and takes it along when signing in', async () => {
    const app = await withApp({ express })
    const visitor = app.browser()
    const first = await visitor.post('/add?item=pear')
    expect(first.setCookies).toHaveLength(1)
    expect(first.setCookies[0]).toMatch(
      /^__Host-sess-guest=[\w-]{116}; Max-Age=43200; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    )
    expect((await visitor.get('/me')).json()).toMatchObject({ state: 'guest', items: ['pear'] })

    const login = await visitor.post('/login?user=ada')
    expect(login.setCookies).toHaveLength(2)
    expect(login.headers.get('cache-control')).toBe('no-store')
    expect(login.headers.get('vary')).toBe('Cookie')
    expect(visitor.cookie(GUEST_COOKIE)).toBeUndefined()
    expect(visitor.cookie(SESSION_COOKIE)).toMatch(/^[\w-]{116}$/)
    expect((await visitor.get('/me')).json()).toMatchObject({ state: 'user', userId: 'ada', items: ['pear'] })
  })

  test('signing out clears the cookie, and only the holder of the old one learns why', async () => {
    const app = await withApp({ express })
    const ada = await app.signedIn()
    const token = ada.cookie(SESSION_COOKIE)
    await ada.post('/logout')
    expect(ada.cookie(SESSION_COOKIE)).toBeUndefined()
    expect((await ada.get('/me')).json()).toMatchObject({ state: 'none', endedBecause: null })
    expect((await app.bearing(token).get('/me')).json()).toMatchObject({
      state: 'none',
      endedBecause: 'logout',
    })
  })

  test("the app's own cookies, Vary and Cache-Control stay, and a second login replaces the first one's cookie", async () => {
    const app = await withApp({
      express,
      routes: (routes) =>
        routes.post(
          '/twice',
          caught(async (req, res) => {
            res.cookie('theme', 'dark').cookie('lang', 'de').vary('Accept-Language')
            await req.session.login('ada')
            await req.session.login('grace')
            res.cookie('last', '1').json({})
          }),
        ),
    })
    const visitor = app.browser()
    const answer = await visitor.post('/twice')
    expect(answer.setCookies.map((line) => line.split('=')[0])).toEqual([
      'theme',
      'lang',
      SESSION_COOKIE,
      'last',
    ])
    expect(answer.headers.get('vary')).toBe('Accept-Language, Cookie')
    expect((await visitor.get('/me')).json()).toMatchObject({ userId: 'grace' })
    expect(await app.sessions.list('ada')).toEqual([])
  })

  test('cookies that come in several headers are read as one', async () => {
    const app = await withApp({ express })
    const token = (await app.signedIn()).cookie(SESSION_COOKIE)
    const { request } = await import('node:http')
    const text = await new Promise<string>((resolve, reject) => {
      const headers = { cookie: ['theme=dark', `${SESSION_COOKIE}=${token}`] }
      request(`${app.url}/me`, { headers }, (response) => {
        response.setEncoding('utf8').once('data', resolve)
      })
        .once('error', reject)
        .end()
    })
    expect(JSON.parse(text)).toMatchObject({ userId: 'ada' })
  })

  test('mounted twice, or beside another session middleware, it says so', async () => {
    const app = await withApp({
      express,
      routes: (routes) => routes.use('/twice', session(createSessions({ store: memoryStore() }))),
    })
    expect((await app.browser().get('/twice')).status).toBe(500)
    expect(app.errors).toEqual([
      expect.objectContaining({ name: 'TypeError', message: expect.stringContaining('once') }),
    ])
  })
})
