import { type BindingCase, MINUTE } from '../scene.ts'

const ASKED = [
  'GET /me',
  'GET /redirect',
  'GET /guarded',
  'HEAD /me',
  'POST /add?item=x',
  'POST /login?user=ada',
  'POST /step-up',
  'POST /logout',
]

export const outage: readonly BindingCase[] = [
  {
    id: 'OUTAGE',
    says: 'While the store is down, a request with a session is answered with 503 by the app’s error handler: it is not a guest’s.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      await one.remote.call('setDown', true)
      for (const what of ASKED) {
        const [method = '', path = ''] = what.split(' ')
        checks.equal((await ada.send(method, path)).status, 503, `the status of ${what}`)
      }
      const { errors } = await one.since()
      checks.equal([...new Set(errors)], ['sess/store-unavailable'], 'the errors that the app saw')
    },
  },
  {
    id: 'OUTAGE-COOKIES',
    says: 'An outage touches no cookie, not even at a logout or a renewal; when it is over, everybody is signed in as before.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      await one.remote.call('advance', 16 * MINUTE)
      await one.remote.call('setDown', true)
      for (const what of ASKED) {
        const [method = '', path = ''] = what.split(' ')
        checks.equal((await ada.send(method, path)).setCookies, [], `the cookies of ${what}`)
      }
      await one.remote.call('setDown', false)
      checks.equal((await ada.get('/me')).json?.userId, 'ada', 'who is signed in afterwards')
      checks.equal(
        (await one.since()).events.filter(({ type }) => type === 'session-ended'),
        [],
        'what ended',
      )
    },
  },
  {
    id: 'OUTAGE-RUNNING',
    says: 'A store that fails in the middle of a request is a 503, and leaves the session as it was.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      const token = one.token(ada)
      const running = ada.post('/add?item=lost&gate=outage')
      await one.remote.call('arrived', 'outage', 1)
      await one.remote.call('setDown', true)
      await one.remote.call('open', 'outage')
      const answer = await running
      checks.equal([answer.status, answer.setCookies], [503, []], 'the answer')
      await one.remote.call('setDown', false)
      checks.equal(one.token(ada), token, 'the token in the jar')
      const me = (await ada.get('/me')).json
      checks.equal([me?.userId, me?.items], ['ada', []], 'the session afterwards')
    },
  },
  {
    id: 'OUTAGE-VISITOR',
    says: 'A visitor without a session is served all the same.',
    async run({ app, checks }) {
      const one = await app()
      await one.remote.call('setDown', true)
      const answer = await one.browser().get('/me')
      checks.equal([answer.status, answer.json?.state], [200, 'none'], 'the answer')
    },
  },
  {
    id: 'OUTAGE-DETAILS',
    says: 'What is said of an outage names no machine and no cause.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      await one.remote.call('setDown', true)
      for (const path of ['/me', '/guarded']) {
        const { text, head } = await ada.get(path)
        checks.holds(
          !/10\.11\.12\.13|ECONNREFUSED/.test(text + head),
          `nothing of the cause in the answer of ${path}`,
          text,
        )
      }
    },
  },
]
