import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtApp, VERSIONS } from './support/built-app.ts'
import { accusations, due, namesOf, openApp, seenIn } from './support/scene.ts'
import { Servers } from './support/servers.ts'

/** The Pages Router, behind the same proxy. */
describe.each(VERSIONS)('the Pages Router on %s', (version) => {
  let servers: Servers
  beforeAll(async () => {
    servers = new Servers(await builtApp({ version }))
  }, 300_000)
  afterAll(() => servers?.stop())

  test('an API route signs in, steps up and signs out, with one cookie per name', async () => {
    const app = await openApp(servers)
    const visitor = app.browser()
    await visitor.post('/api/old/add?item=pear')
    const login = await visitor.post('/api/old/login?user=ada')
    expect([login.json?.userId, login.json?.items]).toEqual(['ada', ['pear']])
    expect(namesOf(login).sort()).toEqual([app.sessionCookie, app.guestCookie])
    expect(login.list('cache-control')).toEqual(['no-store'])
    expect(seenIn(await visitor.get('/old'))?.userId).toBe('ada')
    expect((await visitor.post('/api/old/step-up')).json?.acr).toBe('aal2')
    await visitor.post('/api/old/logout')
    expect(visitor.cookie(app.sessionCookie)).toBeUndefined()
  })

  test.each(['/api/old/me', '/old'])(
    'P3: %s renews a token once, whether the proxy has or not',
    async (path) => {
      const app = await openApp(servers)
      for (const headers of [{}, { 'sec-purpose': 'prefetch' }]) {
        const { ada, old } = await due(app)
        const answer = await ada.get(path, { headers })
        expect([namesOf(answer), answer.list('cache-control').includes('no-store')]).toEqual([
          [app.sessionCookie],
          true,
        ])
        expect(app.token(ada)).not.toBe(old)
        expect(seenIn(await ada.get('/view'))?.userId).toBe('ada')
      }
      expect(await accusations(app)).toEqual([])
    },
  )

  test('what another site sends to an API route is refused, and a store that is down is a 503', async () => {
    const app = await openApp(servers)
    const ada = await app.signedIn()
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    expect((await ada.post('/api/old/add?item=forged', { headers })).status).toBe(403)
    await app.remote.call('setDown', true)
    expect((await ada.get('/api/old/me')).status).toBe(503)
  })
})
