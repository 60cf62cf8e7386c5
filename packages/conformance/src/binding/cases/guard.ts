import { type BindingCase, MINUTE } from '../scene.ts'

const PAGE = { headers: { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' } }
const DATA = { headers: { accept: 'application/json' } }

const CASES: readonly BindingCase[] = [
  {
    id: 'GUARD-USER',
    says: 'A signed-in user passes; everybody else gets 401 and a code, which no cache keeps.',
    async run({ app, checks }) {
      const one = await app()
      const refused = await one.browser().get('/guarded')
      checks.equal(
        [refused.status, refused.json?.error],
        [401, 'sess/not-authenticated'],
        'the answer to a guest',
      )
      checks.equal(refused.list('cache-control'), ['no-store'], 'its Cache-Control')
      checks.equal((await (await one.signedIn()).get('/guarded')).json?.userId, 'ada', 'the answer to a user')
    },
  },
  {
    id: 'GUARD-REASON',
    says: 'The holder of a dead token is told why it is dead, and nobody else.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      await one.remote.call('revokeAll', 'ada')
      checks.equal((await ada.get('/guarded')).json?.reason, 'revoked-by-administrator', 'the reason')
      const forger = await one.bearing('A'.repeat(116)).get('/guarded')
      checks.equal([forger.status, forger.json?.reason], [401, undefined], 'what a forger is told')
    },
  },
  {
    id: 'GUARD-PAGE',
    says: 'A browser that asks for a page is redirected (303) to where the app says, knowing what was asked for; a script that asks for data gets 401.',
    async run({ app, checks }) {
      const one = await app()
      const page = await one.browser().get('/guarded-page?tab=2&x=%20', PAGE)
      checks.equal([page.status, page.list('cache-control')], [303, ['no-store']], 'the answer to a browser')
      checks.equal(page.location?.pathname, '/unauthenticated', 'where it leads')
      // Where a framework is built for one base path, it is there always.
      const base = new URL(one.url).pathname.replace(/\/$/, '')
      const asked = `${base}/guarded-page?tab=2&x=%20`
      checks.equal(page.location?.searchParams.get('then'), asked, 'what it remembers')
      for (const script of [DATA, { headers: { accept: '*/*' } }, {}]) {
        checks.equal(
          (await one.browser().get('/guarded-page', script)).status,
          401,
          'the status for a script',
        )
      }
    },
  },
  {
    id: 'GUARD-WEAK',
    says: 'Where a stronger proof of identity is asked for, a weaker one gets 401 (or the redirect); after the step-up it passes.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      const refused = await ada.get('/sensitive', DATA)
      checks.equal(
        [refused.status, refused.json?.error],
        [401, 'sess/authentication-insufficient'],
        'the answer before',
      )
      checks.equal(
        (await ada.get('/sensitive', PAGE)).location?.pathname,
        '/insufficient',
        'where a browser is sent',
      )
      await ada.post('/step-up')
      checks.equal((await ada.get('/sensitive', DATA)).json?.userId, 'ada', 'the answer after')
    },
  },
  {
    id: 'GUARD-STALE',
    says: 'Where a fresh proof of identity is asked for, an old one gets 401; after another proof it passes.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      checks.equal((await ada.get('/fresh')).status, 200, 'the status right after the login')
      await one.remote.call('advance', 6 * MINUTE)
      const refused = await ada.get('/fresh')
      checks.equal(
        [refused.status, refused.json?.error],
        [401, 'sess/authentication-stale'],
        'the answer six minutes later',
      )
      await ada.post('/step-up')
      checks.equal((await ada.get('/fresh')).json?.userId, 'ada', 'the answer after')
    },
  },
  {
    id: 'GUARD-SUPERSEDED',
    says: 'A request whose key was just replaced is asked to come again: 409 with Retry-After, no redirect, no cookie.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      const old = one.bearing(one.token(ada))
      await ada.post('/step-up')
      const answer = await old.get('/guarded-page', PAGE)
      checks.equal(
        [answer.status, answer.json?.error, answer.setCookies],
        [409, 'sess/superseded', []],
        'the answer',
      )
      checks.equal(answer.list('retry-after'), ['1'], 'its Retry-After')
    },
  },
]

export const guard: readonly BindingCase[] = CASES.map((one) => ({ ...one, needs: ['guard'] }))
