import type { Answer } from '../client/answer.ts'
import { type BindingCase, MINUTE } from '../scene.ts'

/** The lines with their tokens made alike. */
const shapes = ({ setCookies }: Answer): string[] =>
  setCookies.map((line) => line.replace(/=[\w-]{116}(?=;)/, '=token'))

const namesOf = ({ setCookies }: Answer): string[] => setCookies.map((line) => line.split('=')[0] ?? '')

const repeated = (names: readonly string[]): string[] =>
  names.filter((name, at) => names.indexOf(name) !== at)

export const cookies: readonly BindingCase[] = [
  {
    id: 'COOKIE-ATTRIBUTES',
    says: 'A cookie leaves exactly as the session wrote it, with every attribute.',
    async run({ app, checks }) {
      const visitor = (await app()).browser()
      const attributes = 'Max-Age=43200; Path=/; Secure; HttpOnly; SameSite=Lax'
      const guest = shapes(await visitor.post('/add?item=pear'))
      checks.equal(guest, [`__Host-sess-guest=token; ${attributes}`], "the guest's Set-Cookie")
      const [login, ...more] = shapes(await visitor.post('/login?user=ada'))
      checks.equal(login, `__Host-sess=token; ${attributes}`, "the login's Set-Cookie")
      const cleared = '__Host-sess-guest=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax'
      checks.equal(more, [cleared], "what the login's answer sets besides")
    },
  },
  {
    id: 'COOKIE-DEVELOPMENT',
    says: 'With insecureLocalhost, plain HTTP to a loopback name uses the development cookie: the carrier says that it is not secure, and which host it is.',
    async run({ app, checks }) {
      const visitor = (await app({ cookie: { insecureLocalhost: true } })).browser()
      const login = shapes(await visitor.post('/login?user=ada'))
      checks.equal(
        login,
        ['sess-localhost=token; Max-Age=43200; Path=/; HttpOnly; SameSite=Lax'],
        'the Set-Cookie',
      )
      checks.equal((await visitor.get('/me')).json?.userId, 'ada', 'who is signed in')
    },
  },
  {
    id: 'COOKIE-ONCE',
    says: 'However often one request sets a cookie, its answer has one Set-Cookie for each name: that of the last.',
    async run({ app, checks }) {
      const one = await app()
      const visitor = one.browser()
      const everything = await visitor.post('/everything')
      checks.equal(repeated(namesOf(everything)), [], 'the names that an answer sets twice')
      const me = (await visitor.get('/me')).json
      checks.equal([me?.userId, me?.acr, me?.items], ['grace', 'aal2', []], 'whose session the cookie is')

      await one.remote.call('advance', 16 * MINUTE)
      const renewedAndRekeyed = await visitor.post('/step-up')
      checks.equal(namesOf(renewedAndRekeyed), [one.sessionCookie], 'the cookies of a step-up at renewal')
      checks.equal((await visitor.get('/me')).json?.state, 'user', 'the state with that cookie')

      await one.remote.call('advance', 16 * MINUTE)
      const renewedAndEnded = await visitor.post('/logout')
      checks.equal(namesOf(renewedAndEnded), [one.sessionCookie], 'the cookies of a logout at renewal')
      checks.equal(visitor.cookie(one.sessionCookie), undefined, 'the session cookie after the logout')
    },
  },
  {
    id: 'COOKIE-NO-STORE',
    says: 'Beside a session cookie stands `Cache-Control: no-store` and nothing else, whatever the app says; without one, the app’s own word stays.',
    async run({ app, checks }) {
      const visitor = (await app()).browser()
      for (const path of ['/login?user=ada', '/login-own?user=ada', '/login-redirect?user=ada', '/logout']) {
        checks.equal(
          (await visitor.post(path)).list('cache-control'),
          ['no-store'],
          `the Cache-Control of ${path}`,
        )
      }
      const plain = (await visitor.get('/own')).list('cache-control')
      checks.equal(plain, ['public', 'max-age=60'], 'the Cache-Control of an answer without a session cookie')
    },
  },
  {
    id: 'COOKIE-VARY',
    says: 'Beside a session cookie stands `Vary: Cookie`, once, and the app’s own Vary with it.',
    async run({ app, checks }) {
      const visitor = (await app()).browser()
      for (const path of ['/login?user=ada', '/login-own?user=ada', '/login-redirect?user=ada', '/logout']) {
        const vary = (await visitor.post(path)).list('vary')
        checks.equal(
          vary.filter((field) => field === 'cookie'),
          ['cookie'],
          `the Cookie in the Vary of ${path}`,
        )
        const own = vary.filter((field) => field === 'accept-language')
        checks.equal(
          own,
          path.includes('own') ? ['accept-language'] : [],
          `the app's field in the Vary of ${path}`,
        )
      }
    },
  },
  {
    id: 'COOKIE-OWN',
    says: 'The cookies that the app itself sets go out beside those of the session.',
    async run({ app, checks }) {
      const one = await app()
      const visitor = one.browser()
      const answer = await visitor.post('/login-own?user=ada')
      checks.equal(namesOf(answer).sort(), [one.sessionCookie, 'lang', 'theme'], 'the cookies of the answer')
      checks.equal([visitor.cookie('theme'), visitor.cookie('lang')], ['dark', 'de'], "the app's own cookies")
    },
  },
  {
    id: 'COOKIE-NONE',
    says: 'A visitor who writes nothing gets no cookie and costs no store command.',
    async run({ app, checks }) {
      const one = await app()
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const answer = await one.browser().send(method, '/me')
        checks.equal(answer.setCookies, [], `the cookies of ${method} without a session`)
      }
      checks.equal((await one.since()).commands, 0, 'the store commands for a visitor')
    },
  },
  {
    id: 'COOKIE-QUIET',
    says: 'A request of a signed-in user that changes nothing sets no cookie.',
    async run({ app, checks }) {
      const ada = await (await app()).signedIn()
      for (const path of ['/me', '/sessions', '/redirect', '/no-content', '/throw']) {
        checks.equal((await ada.get(path)).setCookies, [], `the cookies of ${path}`)
      }
    },
  },
  {
    id: 'COOKIE-LINES',
    needs: ['cookie-lines'],
    says: 'Cookies that come in several header lines count as one.',
    async run({ app, checks }) {
      const one = await app()
      const token = one.token(await one.signedIn())
      const lines = ['theme=dark', `${one.sessionCookie}=${token}`, 'lang=de']
      const me = await one.raw(
        '/me',
        lines.map((line) => ['cookie', line] as const),
      )
      checks.equal(me.json?.userId, 'ada', 'who is signed in')
    },
  },
  {
    id: 'COOKIE-AMONG',
    says: 'The session cookie is found among others, also where names resemble it or values hold its name.',
    async run({ app, checks }) {
      const one = await app()
      const own = `${one.sessionCookie}=${one.token(await one.signedIn())}`
      const others = [
        `x${one.sessionCookie}=1`,
        `${one.sessionCookie}x=2`,
        `note=${one.sessionCookie}`,
        'empty=',
        '%41=%zz',
        'a="b c"',
      ]
      for (const cookie of [
        [...others, own],
        [own, ...others],
      ]) {
        const me = await one.raw('/me', [['cookie', cookie.join('; ')]])
        checks.equal(
          me.json?.userId,
          'ada',
          `who is signed in with: ${cookie.map((pair) => pair.split('=')[0])}`,
        )
      }
    },
  },
]
