import fc from 'fast-check'
import { type BindingCase, MINUTE } from '../scene.ts'
import { garbage } from './garbage.ts'

/** Everything that may stand in a header at all (RFC 9110 §5.5), obsolete bytes included. */
const headerText = (maxLength: number) =>
  fc
    .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0x80, max: 0xff })), {
      maxLength,
    })
    .map((codes) => String.fromCharCode(...codes).trim())

export const hostile: readonly BindingCase[] = [
  {
    id: 'HOSTILE-COOKIES',
    says: 'Garbled, forged and misplaced tokens give no session, no cookie and no error, and end nothing.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      for (const cookie of garbage(one, one.token(ada))) {
        const answer = await one.raw('/me', [['cookie', cookie]])
        checks.equal(
          [answer.status, answer.json?.state, answer.setCookies],
          [200, 'none', []],
          `the answer to ${cookie.slice(0, 60)}`,
        )
      }
      checks.equal((await ada.get('/me')).json?.userId, 'ada', 'who is signed in afterwards')
      const { errors, events } = await one.since()
      checks.equal([errors, events.length], [[], 1], 'the errors and events')
    },
  },
  {
    id: 'HOSTILE-FUZZ',
    says: 'Nor does anything else that may stand in a Cookie header.',
    async run({ app, checks }) {
      const one = await app()
      const token = one.token(await one.signedIn())
      const pair = fc
        .tuple(
          fc.constantFrom(one.sessionCookie, one.guestCookie, 'a'),
          fc.nat(115),
          fc.constantFrom('A', '-', '"', ' ', ';', '='),
        )
        .map(([name, at, mark]) => `${name}=${token.slice(0, at)}${mark}${token.slice(at + 1)}`)
      const cookie = fc.oneof(
        headerText(300),
        fc.array(pair, { maxLength: 5 }).map((pairs) => pairs.join('; ')),
      )
      const property = fc.asyncProperty(cookie, async (header) => {
        fc.pre(!header.includes(`${one.sessionCookie}=${token}`))
        const answer = await one.raw('/me', [['cookie', header]])
        checks.equal(
          [answer.status, answer.json?.state, answer.setCookies],
          [200, 'none', []],
          `the answer to ${header}`,
        )
      })
      await fc.assert(property, { numRuns: 60 })
    },
  },
  {
    id: 'HOSTILE-LARGE',
    says: 'The session is found at the end of a long Cookie header; one that is too long for the server is refused by it, and harms nothing.',
    async run({ app, checks }) {
      const one = await app()
      const own = `${one.sessionCookie}=${one.token(await one.signedIn())}`
      const flood = (size: number) =>
        Array.from({ length: size / 32 }, (_, at) => `c${at}=`.padEnd(30, 'x')).join('; ')
      const long = await one.raw('/me', [['cookie', `${flood(8 * 1024)}; ${own}`]])
      checks.equal(long.json?.userId, 'ada', 'who is signed in with 8 KiB of other cookies')
      const { status } = await one.raw('/me', [['cookie', flood(512 * 1024)]]).catch(() => ({ status: 431 }))
      checks.holds(
        status === 200 || status === 400 || status === 431,
        'an answer, or a refusal, to 512 KiB',
        status,
      )
      checks.equal(
        (await one.raw('/me', [['cookie', own]])).json?.userId,
        'ada',
        'who is signed in afterwards',
      )
    },
  },
  {
    id: 'HOSTILE-HEADERS',
    says: 'What a client says of itself reaches neither the cookies nor an error, and is kept only cut short.',
    async run({ app, checks }) {
      const one = await app()
      const hostile = [
        ['user-agent', `<script>${'x'.repeat(4000)}`],
        ['authorization', `Bearer ${'A'.repeat(116)}`],
        ['x-forwarded-for', `${'9'.repeat(500)}, unknown, "_hidden"`],
        ['x-forwarded-proto', 'javascript'],
        ['x-forwarded-host', 'evil.example; Path=/'],
        ['sec-fetch-site', 'same-origin'],
        ['accept', ',;q=,*/*;q=x'],
      ] as const
      const answer = await one.raw(
        '/login?user=ada',
        [['origin', new URL(one.url).origin], ...hostile],
        'POST',
      )
      checks.equal([answer.status, answer.setCookies.length], [200, 1], 'the status, and how many cookies')
      checks.holds(
        !/evil|script|9999/.test(answer.head),
        'nothing of it in the head of the answer',
        answer.head.length,
      )
      const [session] = await one.remote.call('list', 'ada')
      checks.holds(
        (session?.client.userAgent?.length ?? 0) <= 256,
        'a user agent cut at 256 characters',
        session?.client.userAgent?.length,
      )
    },
  },
  {
    id: 'HOSTILE-URL',
    says: 'A token in a URL or in another header is not read.',
    async run({ app, checks }) {
      const one = await app()
      const token = one.token(await one.signedIn())
      for (const path of [`/me?${one.sessionCookie}=${token}`, `/me?token=${token}&access_token=${token}`]) {
        checks.equal((await one.raw(path, [])).json?.state, 'none', 'the state with a token in the query')
      }
      const headers = ['authorization', 'x-session', 'x-auth-token', 'cookie2'].map(
        (name) => [name, `Bearer ${token}`] as const,
      )
      checks.equal(
        (await one.raw('/me', headers)).json?.state,
        'none',
        'the state with a token in other headers',
      )
    },
  },
  {
    id: 'HOSTILE-LEAK',
    says: 'No token is in any answer but in its Set-Cookie, whatever happens: errors, refusals and redirects included.',
    async run({ app, checks }) {
      const one = await app()
      const ada = one.browser()
      const tokens = new Set<string>()
      const asked = [
        ...[
          'POST /add?item=pear',
          'POST /login?user=ada',
          'GET /me',
          'GET /sessions',
          'GET /redirect',
          'GET /throw',
        ],
        ...[
          'GET /guarded-page',
          'GET /sensitive',
          'POST /step-up',
          'GET /own',
          'POST /password',
          'POST /add-throw?item=x',
        ],
        ...['GET /nowhere', 'POST /everything', 'POST /login-throw?user=ada', 'POST /logout', 'GET /me'],
      ]
      for (const [at, what] of asked.entries()) {
        const [method = '', path = ''] = what.split(' ')
        await one.remote.call('setDown', at % 6 === 5)
        const answer = await ada.send(method, path)
        for (const line of answer.setCookies) tokens.add(/=([\w-]{116});/.exec(line)?.[1] ?? '')
        tokens.delete('')
        const said = answer.text + answer.head.replace(/^set-cookie\n.*$/gim, '')
        checks.holds(
          ![...tokens].some((token) => said.includes(token)),
          `no token in the answer to ${what}`,
          said.length,
        )
        await one.remote.call('advance', 16 * MINUTE)
      }
      checks.holds(tokens.size > 4, 'several tokens to look for', tokens.size)
    },
  },
]
