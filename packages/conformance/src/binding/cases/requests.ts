import { Agent } from 'node:http'
import { type BindingCase, MINUTE, times } from '../scene.ts'

export const requests: readonly BindingCase[] = [
  {
    id: 'CLEARS-NOTHING',
    says: 'No answer but a logout clears a session cookie: not with a forged, an unknown, an ended or an expired token.',
    async run({ app, checks }) {
      const one = await app()
      const [ada, expired] = [await one.signedIn('ada'), await one.signedIn('grace')]
      await one.remote.call('revokeAll', 'ada')
      const forged = one.bearing('A'.repeat(116))
      for (const browser of [ada, forged, one.bearing('garbage')]) {
        checks.equal((await browser.get('/me')).setCookies, [], 'the cookies of an answer without a session')
      }
      await one.remote.call('advance', 31 * MINUTE)
      const late = await expired.get('/me')
      checks.equal(
        [late.json?.endedBecause, late.setCookies],
        ['idle-timeout', []],
        'the answer to an expired session',
      )
    },
  },
  {
    id: 'REQUEST-FRESH',
    says: 'Every request looks for itself: the very next one knows that the session was ended elsewhere, or that its data changed.',
    async run({ app, checks }) {
      const one = await app()
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      try {
        const ada = (await one.signedIn()).over(agent)
        const elsewhere = one.bearing(one.token(ada))
        checks.equal((await ada.get('/me')).json?.items, [], 'the data before')
        await elsewhere.post('/add?item=pear')
        checks.equal((await ada.get('/me')).json?.items, ['pear'], 'the data that another tab wrote')
        await one.remote.call('revokeAll', 'ada')
        const me = (await ada.get('/me')).json
        checks.equal(
          [me?.userId, me?.endedBecause],
          [null, 'revoked-by-administrator'],
          'the session that was revoked',
        )
      } finally {
        agent.destroy()
      }
    },
  },
  {
    id: 'REQUEST-OWN',
    says: 'Requests share nothing: not over one connection, and not when they run at once.',
    async run({ app, checks }) {
      const one = await app()
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      try {
        const [ada, grace] = [await one.signedIn('ada'), await one.signedIn('grace')]
        for (const [browser, userId] of [
          [ada, 'ada'],
          [grace, 'grace'],
          [one.browser(), null],
          [ada, 'ada'],
        ] as const) {
          checks.equal(
            (await browser.over(agent).get('/me')).json?.userId,
            userId,
            'who is signed in over one connection',
          )
        }
        const held = times(10, (at) => (at % 2 === 0 ? ada : grace).get('/me?gate=together'))
        await one.remote.call('arrived', 'together', 10)
        await one.remote.call('open', 'together')
        const users = (await Promise.all(held)).map(({ json }) => json?.userId)
        checks.equal(
          users,
          times(10, (at) => (at % 2 === 0 ? 'ada' : 'grace')),
          'who is signed in when all run at once',
        )
      } finally {
        agent.destroy()
      }
    },
  },
  {
    id: 'REQUEST-COST',
    says: 'A request opens its session once, and an authenticated read is one store command.',
    async run({ app, checks, opensPerRequest }) {
      const one = await app()
      const ada = await one.signedIn()
      for (const path of ['/me', '/redirect', '/no-content', '/throw']) {
        const before = await one.since()
        await ada.get(path)
        const { opened, commands } = await one.since(before)
        checks.equal(
          [opened, commands],
          [opensPerRequest, opensPerRequest],
          `the opens and commands of ${path}`,
        )
      }
    },
  },
]
