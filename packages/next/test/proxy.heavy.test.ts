import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtApp, VERSIONS } from './support/built-app.ts'
import { accusations, due, MINUTE, namesOf, openApp, routed, seenIn, textOf } from './support/scene.ts'
import { Servers } from './support/servers.ts'

/** The proxy beside the app's own, and what it leaves alone. */
describe.each(VERSIONS)('the proxy on %s', (version) => {
  let servers: Servers
  beforeAll(async () => {
    servers = new Servers(await builtApp({ version }))
  }, 300_000)
  afterAll(() => servers?.stop())

  const outcomes = [
    ['rewrites', '/proxied/rewrite', 200, []],
    ['redirects', '/proxied/redirect', 303, []],
    ['answers by itself', '/proxied/answer', 418, ['own']],
    ['passes on headers and sets a cookie', '/proxied/headers', 200, ['theme']],
  ] as const
  test.each(outcomes)(
    "an app's own proxy that %s keeps its say beside a renewal",
    async (_, path, status, own) => {
      const app = await openApp(servers)
      const { ada, old } = await due(app)
      const answer = await ada.get(path)
      expect([answer.status, namesOf(answer).sort()]).toEqual([status, [app.sessionCookie, ...own].sort()])
      expect(answer.list('cache-control')).toEqual(['no-store'])
      expect(app.token(ada)).not.toBe(old)
      if (status === 200) expect(seenIn(answer)?.userId).toBe('ada')
      if (status === 303) expect(answer.location?.pathname).toBe('/view')
      if (path.endsWith('headers')) expect(textOf(answer)).toContain('own: yes theme: dark')
    },
  )

  test('what it has delivered, a Route Handler does not deliver again, whatever headers the own proxy sets', async () => {
    const app = await openApp(servers)
    for (const path of ['/me', '/own', '/open/me']) {
      const { ada } = await due(app)
      expect(namesOf(await ada.get(path)).filter((name) => name === app.sessionCookie)).toHaveLength(1)
      expect((await ada.get('/me')).json?.userId).toBe('ada')
    }
  })

  test('a prefetch opens nothing, renews nothing and confirms nothing', async () => {
    const app = await openApp(servers)
    const { ada, old } = await due(app)
    const before = await app.since()
    const byRouter = await routed(ada, '/static', { 'next-router-prefetch': '1' })
    expect([byRouter.status, byRouter.setCookies]).toEqual([200, []])
    const prefetches = [
      { 'sec-purpose': 'prefetch' },
      { 'sec-purpose': 'prefetch;prerender' },
      { purpose: 'prefetch' },
    ]
    for (const headers of prefetches) {
      const answer = await ada.get('/static', { headers })
      expect([answer.status, answer.setCookies]).toEqual([200, []])
    }
    const { opened, commands, events } = await app.since(before)
    expect([opened, commands, events, app.token(ada)]).toEqual([0, 0, [], old])
  })

  test('a request that says the proxy has been there is served, and only goes without renewal', async () => {
    const app = await openApp(servers)
    const { ada, old } = await due(app)
    const answer = await ada.post('/me', { headers: { 'x-sess-opened': '1' } })
    expect(answer.setCookies).toEqual([])
    await ada.get('/me')
    expect(app.token(ada)).not.toBe(old)
  })

  test('P10: while the store is down, pages that do not ask for the session are served as ever', async () => {
    const app = await openApp(servers)
    const { ada, old } = await due(app)
    await app.remote.call('setDown', true)
    expect([(await ada.get('/static')).status, (await ada.get('/me')).status]).toEqual([200, 503])
    expect((await ada.get('/view')).status).toBe(500)
    await app.remote.call('setDown', false)
    expect(app.token(ada)).toBe(old)
  })

  test('P9: pages are activity, through the proxy', async () => {
    const app = await openApp(servers)
    const ada = await app.signedIn()
    for (let round = 0; round < 3; round++) {
      await app.remote.call('advance', 11 * MINUTE)
      expect((await ada.get('/static')).status).toBe(200)
    }
    expect(seenIn(await ada.get('/view'))?.userId).toBe('ada')
  })

  test('a GET that signs in and leaves by redirect() delivers its cookie, a renewal of the old session or not', async () => {
    const app = await openApp(servers)
    for (const person of [app.browser(), (await due(app)).ada]) {
      const answer = await person.get('/go?user=grace')
      expect([answer.status, answer.location?.pathname]).toEqual([307, '/view'])
      expect(seenIn(await person.get('/view'))?.userId).toBe('grace')
    }
    expect((await accusations(app)).filter((type) => type === 'token-reused')).toEqual([])
  })

  test('requireSession() sends guests to sign in with a safe way back, or answers 401', async () => {
    const app = await openApp(servers)
    const visitor = app.browser()
    const sent = await visitor.get('/members')
    expect([sent.status, sent.location?.pathname]).toEqual([307, '/sign-in'])
    expect(sent.location?.searchParams.get('returnTo')).toBe('/members?tab=2')
    const ada = await app.signedIn()
    expect(textOf(await ada.get('/members'))).toContain('Welcome, ada.')
    expect([(await visitor.get('/strict')).status, (await ada.get('/strict')).status]).toEqual([401, 401])
    await ada.post('/step-up')
    expect(textOf(await ada.get('/strict'))).toContain('Stepped up: ada.')
  })

  test('openSession() in a Route Handler signs in, and refuses what another site sends', async () => {
    const app = await openApp(servers)
    const visitor = app.browser()
    const login = await visitor.post('/open/login?user=ada')
    expect(namesOf(login)).toEqual([app.sessionCookie])
    expect((await visitor.get('/open/me')).json?.userId).toBe('ada')
    const forged = await visitor.post('/open/add?item=forged', {
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    })
    expect([forged.status, forged.json?.error]).toEqual([403, 'sess/csrf'])
    expect(
      (await visitor.get('/open/me', { headers: { 'sec-fetch-site': 'cross-site' } })).json?.userId,
    ).toBe('ada')
  })
})
