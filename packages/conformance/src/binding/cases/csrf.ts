import type { App } from '../client/app.ts'
import type { Browser } from '../client/browser.ts'
import type { BindingCase } from '../scene.ts'

const EVIL = 'https://evil.example'

/** A POST of this browser's cookies with exactly these headers about where it comes from. */
const sent = (one: App, browser: Browser, path: string, headers: Readonly<Record<string, string>> = {}) => {
  const cookie = browser.jar.getCookieStringSync(one.url)
  return one.raw(path, Object.entries({ ...(cookie !== '' && { cookie }), ...headers }), 'POST')
}

export const csrf: readonly BindingCase[] = [
  {
    id: 'CSRF-CROSS-SITE',
    says: 'A POST that a page of another site made with the user’s cookie gets 403 and changes nothing; one of the app’s own page is served.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      for (const site of ['cross-site', 'same-site']) {
        const before = await one.since()
        const forged = await sent(one, ada, '/add?item=forged', { 'sec-fetch-site': site, origin: EVIL })
        checks.equal([forged.status, forged.json?.error], [403, 'sess/csrf'], `the answer to a ${site} POST`)
        const { errors, events } = await one.since(before)
        checks.equal(
          [errors, events.map(({ type }) => type)],
          [['sess/csrf'], ['csrf-refused']],
          'what was told',
        )
      }
      checks.equal((await ada.post('/add?item=own')).json?.items, ['own'], 'the items after one of its own')
    },
  },
  {
    id: 'CSRF-GUEST',
    says: 'So does one with a guest’s cookie.',
    async run({ app, checks }) {
      const one = await app()
      const visitor = one.browser()
      await visitor.post('/add?item=own')
      const forged = await sent(one, visitor, '/add?item=forged', {
        'sec-fetch-site': 'cross-site',
        origin: EVIL,
      })
      checks.equal(forged.status, 403, 'the answer to a cross-site POST')
      checks.equal((await visitor.get('/me')).json?.items, ['own'], 'the items after')
    },
  },
  {
    id: 'CSRF-ORIGIN',
    says: 'Where a browser sends only Origin, that has to be the origin of the app, port and all.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      const { origin, hostname } = new URL(one.url)
      for (const other of [EVIL, `http://${hostname}:1`, `${origin}.evil.example`]) {
        const forged = await sent(one, ada, '/add?item=forged', { origin: other })
        checks.equal(forged.status, 403, `the answer to a POST from ${other}`)
      }
      const own = await sent(one, ada, '/add?item=own', { origin })
      checks.equal([own.status, own.json?.items], [200, ['own']], 'the answer to one from its own')
    },
  },
  {
    id: 'CSRF-TOKEN',
    says: 'Where nothing tells where it comes from, a POST needs the session’s CSRF token in X-CSRF-Token; nobody else’s does.',
    async run({ app, checks }) {
      const one = await app()
      const [ada, mallory] = [await one.signedIn('ada'), await one.signedIn('mallory')]
      const tokenOf = async (browser: Browser) => `${(await browser.get('/csrf')).json?.token}`
      const foreign = await tokenOf(mallory)
      for (const headers of [
        {},
        { origin: 'null' },
        { 'x-csrf-token': 'A'.repeat(86) },
        { 'x-csrf-token': foreign },
      ])
        checks.equal((await sent(one, ada, '/add?item=forged', headers)).status, 403, 'the answer without it')
      const own = await sent(one, ada, '/add?item=own', { 'x-csrf-token': await tokenOf(ada) })
      checks.equal([own.status, own.json?.items], [200, ['own']], 'the answer with it')
    },
  },
  {
    id: 'CSRF-LOGIN',
    says: 'A POST of another site that signs the browser in, without any cookie, gets 403 and no cookie.',
    async run({ app, checks }) {
      const one = await app()
      const victim = one.browser()
      for (const headers of [{ 'sec-fetch-site': 'cross-site', origin: EVIL }, { origin: EVIL }, {}]) {
        const forged = await sent(one, victim, '/login?user=mallory', headers)
        checks.equal([forged.status, forged.setCookies], [403, []], 'the answer')
      }
      checks.equal(await one.remote.call('list', 'mallory'), [], 'the sessions that came of it')
    },
  },
]
