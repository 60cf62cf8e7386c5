import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { act } from './support/act.ts'
import { builtApp, VERSIONS } from './support/built-app.ts'
import { accusations, due, MINUTE, namesOf, openApp, seenIn } from './support/scene.ts'
import { Servers } from './support/servers.ts'

/** Server Actions, called as Next's script calls them and as a form does without it. */
describe.each(VERSIONS)('Server Actions on %s', (version) => {
  let servers: Servers
  beforeAll(async () => {
    servers = new Servers(await builtApp({ version }))
  }, 300_000)
  afterAll(() => servers?.stop())

  test.each(['script', 'form'] as const)(
    'P2: a login by %s delivers its cookie, and its redirect shows the user',
    async (by) => {
      const app = await openApp(servers)
      const visitor = app.browser()
      await act(app, visitor, { run: 'POST /add?item=pear' }, by)
      const answer = await act(app, visitor, { run: 'POST /login?user=ada', goTo: '/view' }, by)
      expect(namesOf(answer).sort()).toEqual([app.sessionCookie, app.guestCookie])
      expect(answer.list('cache-control')).toContain('no-store')
      expect(answer.setCookies.join('\n')).toMatch(
        /; Path=\/;.*Max-Age=43200; Secure; HttpOnly; SameSite=lax$/m,
      )
      if (by === 'script') expect(seenIn(answer)).toMatchObject({ userId: 'ada', items: ['pear'] })
      else expect([answer.status, answer.location?.pathname]).toEqual([303, '/view'])
      expect(seenIn(await visitor.get('/view'))).toMatchObject({ userId: 'ada', items: ['pear'] })
    },
  )

  test.each(['script', 'form'] as const)(
    'the page that answers an action by %s knows what it has done',
    async (by) => {
      const app = await openApp(servers)
      const visitor = app.browser()
      expect(seenIn(await act(app, visitor, { run: 'POST /login?user=ada' }, by))?.userId).toBe('ada')
      expect(seenIn(await act(app, visitor, { run: 'POST /step-up' }, by))?.acr).toBe('aal2')
      const out = await act(app, visitor, { run: 'POST /logout' }, by)
      expect(seenIn(out)).toMatchObject({ state: 'none', endedBecause: null })
      expect(visitor.cookie(app.sessionCookie)).toBeUndefined()
    },
  )

  test('P3: an action renews what is due by itself, and the proxy leaves it alone', async () => {
    const app = await openApp(servers)
    const { ada, old } = await due(app)
    const before = await app.since()
    const answer = await act(app, ada, { run: 'POST /add?item=pear' })
    expect(namesOf(answer)).toEqual([app.sessionCookie])
    expect((await app.since(before)).opened).toBe(1)
    expect(app.token(ada)).not.toBe(old)
    expect(seenIn(await ada.get('/view'))).toMatchObject({ userId: 'ada', items: ['pear'] })
    expect(await accusations(app)).toEqual([])
  })

  test('one Set-Cookie carries a re-keying at a renewal, and the old token is dead', async () => {
    const app = await openApp(servers)
    const { ada, old } = await due(app)
    const answer = await act(app, ada, { run: 'POST /step-up', goTo: '/view' })
    expect(namesOf(answer)).toEqual([app.sessionCookie])
    expect(seenIn(await ada.get('/view'))?.acr).toBe('aal2')
    expect(seenIn(await app.bearing(old).get('/view'))?.state).toBe('superseded')
  })

  test('P3: what Next asks itself for after an action confirms nothing: a lost answer accuses nobody', async () => {
    const app = await openApp(servers)
    const { ada } = await due(app)
    const lost = await act(app, ada, { run: 'POST /add?item=pear', goTo: '/view', keep: false })
    expect(seenIn(lost)?.userId).toBe('ada')
    await app.remote.call('advance', 2 * MINUTE)
    expect((await ada.get('/me')).json).toMatchObject({ userId: 'ada', items: ['pear'] })
    expect(await accusations(app)).toEqual([])
  })

  test('P2: a token that a re-keying elsewhere has killed leaves with no answer', async () => {
    const app = await openApp(servers)
    const { ada, old } = await due(app)
    const tab = app.bearing(old)
    const running = act(app, tab, { run: 'POST /add?item=late&gate=write', keep: false })
    await app.remote.call('arrived', 'write', 1)
    await act(app, ada, { run: 'POST /step-up' })
    const current = app.token(ada)
    await app.remote.call('open', 'write')
    for (const line of (await running).setCookies)
      ada.jar.setCookieSync(line, `${app.url}/act`, { ignoreError: true })
    expect(app.token(ada)).toBe(current)
    expect((await ada.get('/me')).json).toMatchObject({ userId: 'ada', acr: 'aal2' })
  })

  test('P10: a store that is down in an action changes no cookie', async () => {
    const app = await openApp(servers)
    const ada = await app.signedIn()
    await app.remote.call('setDown', true)
    const answer = await act(app, ada, { run: 'POST /logout', goTo: '/static' })
    expect([answer.setCookies, (await app.since()).errors]).toEqual([[], ['sess/store-unavailable']])
    await app.remote.call('setDown', false)
    expect((await ada.get('/me')).json?.userId).toBe('ada')
  })

  test('in a Server Component openSession() fails with its code, and has opened nothing', async () => {
    const app = await openApp(servers)
    const { ada } = await due(app)
    const before = await app.since()
    const answer = await ada.get('/misuse', { headers: { 'sec-purpose': 'prefetch' } })
    expect(answer.text).toContain('sess/read-only')
    expect((await app.since(before)).opened).toBe(0)
  })
})
