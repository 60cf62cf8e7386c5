import { type BindingCase, MINUTE } from '../scene.ts'

const FORWARDED = {
  headers: {
    'x-forwarded-for': '198.51.100.1, 203.0.113.7',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'shop.example',
    forwarded: 'for=203.0.113.7;proto=https',
    'x-real-ip': '203.0.113.7',
  },
}
const SPOOFED = ['198.51.100.1', '203.0.113.7']

export const deployment: readonly BindingCase[] = [
  {
    id: 'PROXY-UNASKED-ADDRESS',
    says: 'Nobody who was not told to trusts X-Forwarded-For: the client’s address is the connection’s, or unknown.',
    async run({ app, checks }) {
      const one = await app()
      await one.browser().post('/login?user=ada', FORWARDED)
      const [session] = await one.remote.call('list', 'ada')
      const address = session?.client.address ?? ''
      checks.holds(
        session !== undefined && !SPOOFED.includes(address),
        'an address that the client did not make up',
        address,
      )
    },
  },
  {
    id: 'PROXY-ADDRESS',
    needs: ['proxy'],
    says: 'Told to trust one proxy, the client’s address is what that proxy saw, and not what the client made up before.',
    async run({ app, checks }) {
      const one = await app({ behindProxy: true })
      await one
        .browser()
        .post('/login?user=ada', { headers: { ...FORWARDED.headers, 'user-agent': 'Kit/1' } })
      const [session] = await one.remote.call('list', 'ada')
      checks.equal(
        session?.client,
        { address: '203.0.113.7', userAgent: 'Kit/1' },
        'the client in "my sessions"',
      )
      const { events } = await one.since()
      checks.equal(
        events.map(({ client }) => client?.address),
        ['203.0.113.7'],
        'the address in the events',
      )
    },
  },
  {
    id: 'PROXY-STRICT',
    says: 'What came through a proxy gets the strict cookies, also where plain HTTP to a loopback name need not.',
    async run({ app, checks }) {
      const one = await app({ cookie: { insecureLocalhost: true } })
      const answer = await one.browser().post('/login?user=ada', FORWARDED)
      checks.holds(
        answer.cookie('__Host-sess') !== undefined,
        'the strict cookie',
        answer.setCookies.map((line) => line.split('=')[0]),
      )
    },
  },
  {
    id: 'BASE-PATH',
    needs: ['base-path'],
    says: 'Under a base path everything works as at the root: login, redirect, renewal, logout.',
    async run({ app, checks }) {
      const one = await app({ basePath: '/shop' })
      const visitor = one.browser()
      const login = await visitor.post('/login-redirect?user=ada')
      checks.equal(login.location?.href, `${one.url}/me`, 'where the login leads')
      checks.equal((await visitor.get('/me')).json?.userId, 'ada', 'who is signed in')
      const old = one.token(visitor)
      await one.remote.call('advance', 16 * MINUTE)
      await visitor.get('/redirect')
      checks.holds(one.token(visitor) !== old, 'a renewed token', 'the old one')
      await visitor.post('/logout')
      checks.equal(visitor.cookie(one.sessionCookie), undefined, 'the cookie after the logout')
    },
  },
  {
    id: 'BASE-PATH-COOKIE',
    needs: ['base-path'],
    says: 'A cookie with the base path as its Path goes to the app and nowhere else on the host.',
    async run({ app, checks }) {
      const one = await app({ basePath: '/shop', cookie: { prefix: '__Secure-', path: '/shop' } })
      const visitor = one.browser()
      const login = await visitor.post('/login?user=ada')
      checks.holds(
        /; Path=\/shop;/.test(login.setCookies[0] ?? ''),
        'a Path=/shop',
        login.setCookies[0]?.split(';').slice(1),
      )
      checks.equal((await visitor.get('/me')).json?.userId, 'ada', 'who is signed in')
      const elsewhere = visitor.jar.getCookieStringSync(one.url.replace('/shop', '/other'))
      checks.equal(elsewhere, '', 'the cookies that another path of the host gets')
    },
  },
  {
    id: 'BASE-PATH-GUARD',
    needs: ['base-path', 'guard'],
    says: 'Under a base path, a guard’s redirect is told the path that the client asked for, base path included.',
    async run({ app, checks }) {
      const one = await app({ basePath: '/shop' })
      const page = await one.browser().get('/guarded-page?tab=2', { headers: { accept: 'text/html' } })
      checks.equal(page.location?.searchParams.get('then'), '/shop/guarded-page?tab=2', 'what it remembers')
    },
  },
  {
    id: 'APPS-NAMES',
    says: 'Two apps on one host with cookie names of their own do not disturb each other.',
    async run({ app, checks }) {
      const shop = await app({ cookie: { name: 'shop' } })
      const forum = await app({ cookie: { name: 'forum' } })
      const person = shop.browser()
      const there = person.on(forum.url)
      await person.post('/login?user=ada')
      await there.post('/login?user=grace')
      checks.equal((await person.get('/me')).json?.userId, 'ada', 'who is signed in at the first app')
      checks.equal((await there.get('/me')).json?.userId, 'grace', 'who is signed in at the second app')
      await there.post('/logout')
      checks.equal(
        (await person.get('/me')).json?.userId,
        'ada',
        'who is signed in after the logout at the other',
      )
    },
  },
  {
    id: 'APPS-SAME-NAME',
    says: 'The token of another app under the same name is unknown, and nothing else: nothing is ended, cleared or told.',
    async run({ app, checks }) {
      const [one, other] = [await app(), await app()]
      const ada = await one.signedIn()
      const answer = await ada.on(other.url).get('/me')
      checks.equal(
        [answer.json?.state, answer.json?.endedBecause, answer.setCookies],
        ['none', null, []],
        "the other app's answer",
      )
      checks.equal((await other.since()).events, [], "the other app's events")
      checks.equal((await ada.get('/me')).json?.userId, 'ada', 'who is signed in at the first')
    },
  },
]
