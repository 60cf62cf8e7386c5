import { readViewText } from '../app/view-text.ts'
import type { Browser } from '../client/browser.ts'
import { type BindingCase, MINUTE } from '../scene.ts'

const look = async (browser: Browser) => {
  const answer = await browser.get('/view')
  return { answer, seen: readViewText(answer.text) }
}

const CASES: readonly BindingCase[] = [
  {
    id: 'VIEW',
    says: 'A place that can only look sees the session of its request: nobody’s, a guest’s, a user’s.',
    async run({ app, checks }) {
      const visitor = (await app()).browser()
      checks.equal((await look(visitor)).seen?.state, 'none', 'the state without a session')
      await visitor.post('/add?item=pear')
      const guest = (await look(visitor)).seen
      checks.equal([guest?.state, guest?.items], ['guest', ['pear']], "a guest's session")
      await visitor.post('/login?user=ada')
      const user = (await look(visitor)).seen
      checks.equal([user?.state, user?.userId, user?.items], ['user', 'ada', ['pear']], "a user's session")
    },
  },
  {
    id: 'VIEW-RENEWS-NOTHING',
    says: 'Looking never renews or confirms, for nothing could deliver the token: the next request that can is handed it.',
    async run({ app, checks, opensPerRequest }) {
      const one = await app()
      const ada = await one.signedIn()
      await one.remote.call('advance', 16 * MINUTE)
      const before = await one.since()
      const { answer, seen } = await look(ada)
      const { viewed, opened, events } = await one.since(before)
      checks.equal([seen?.userId, viewed], ['ada', 1], 'what is seen, and how often it was looked at')
      if (opensPerRequest === 1) {
        checks.equal(
          [opened, events, answer.setCookies],
          [0, [], []],
          'the opens, events and cookies of a look',
        )
      }
      await ada.get('/me')
      checks.equal((await ada.get('/me')).json?.userId, 'ada', 'who is signed in after the renewal')
    },
  },
  {
    id: 'VIEW-OLD-TOKEN',
    says: 'While a renewal is under way, the old token is served where one can only look, and so is the new one.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      const old = one.bearing(one.token(ada))
      await one.remote.call('advance', 16 * MINUTE)
      await ada.get('/me')
      for (const browser of [old, ada]) {
        checks.equal((await look(browser)).seen?.userId, 'ada', 'who is signed in')
      }
      checks.equal(
        (await one.since()).events.filter(({ type }) => /reused|ended/.test(type)),
        [],
        'the accusations',
      )
    },
  },
  {
    id: 'VIEW-OUTAGE',
    says: 'A look while the store is down is an error, never a guest.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      await one.remote.call('setDown', true)
      const { answer, seen } = await look(ada)
      checks.holds(
        answer.status >= 500 && seen === null,
        'a status of 500 or more, and no session',
        answer.status,
      )
      checks.equal(answer.setCookies, [], 'the cookies')
      await one.remote.call('setDown', false)
      checks.equal((await look(ada)).seen?.userId, 'ada', 'who is signed in afterwards')
    },
  },
]

export const readOnly: readonly BindingCase[] = CASES.map((one) => ({ ...one, needs: ['read-only'] }))
