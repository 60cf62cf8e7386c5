import { type BindingCase, MINUTE, type Scene } from '../scene.ts'

/** Once the head has left, a method that has to set a cookie says so, and has written nothing. */
function late(id: string, what: string, method: string, signedIn: boolean): BindingCase {
  return {
    id,
    says: `${what} after the head of the answer has left fails with HeadersSentError, and nothing is half-written.`,
    async run({ app, checks }) {
      const one = await app()
      const visitor = signedIn ? await one.signedIn() : one.browser()
      const { events } = await one.since()
      const begun = await visitor.begin('POST', `/late?do=${method}`)
      checks.equal([begun.status, await begun.next()], [200, 'begun '], 'what has come before')
      await one.remote.call('open', 'late')
      checks.equal(await begun.rest(), 'sess/headers-sent', 'what came of it')
      checks.equal(begun.lines('set-cookie'), [], 'the cookies of the answer')
      checks.equal((await one.since()).events.length, events.length, 'how many events there are')
      checks.equal(await one.remote.call('list', 'late'), [], 'the sessions of a user who was to sign in')
      checks.equal((await visitor.get('/me')).json?.state, signedIn ? 'user' : 'none', 'the state afterwards')
    },
  }
}

/** A client that leaves in the middle of an answer. */
async function leaveMidway({ app, checks }: Scene) {
  const one = await app()
  const ada = await one.signedIn()
  const begun = await ada.begin('POST', '/late?do=update')
  checks.equal(await begun.next(), 'begun ', 'the piece that has come')
  begun.leave()
  await one.remote.call('open', 'late')
  return { one, ada }
}

export const responses: readonly BindingCase[] = [
  {
    id: 'STREAM',
    says: 'An answer that is written piece by piece is not held back, and a write in the middle of it lands.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      const begun = await ada.begin('POST', '/late?do=update')
      checks.equal(await begun.next(), 'begun ', 'the first piece, while the handler still works')
      checks.equal((await ada.get('/me')).json?.items, [], 'the data by then')
      await one.remote.call('open', 'late')
      checks.equal(await begun.rest(), 'done', 'the rest')
      checks.equal((await ada.get('/me')).json?.items, ['late'], 'the data at the end')
    },
  },
  late('LATE-LOGIN', 'A login', 'login', false),
  late('LATE-GUEST', 'A guest’s first write', 'update', false),
  late('LATE-STEP-UP', 'A step-up', 'step-up', true),
  late('LATE-REGENERATE', 'regenerate()', 'regenerate', true),
  {
    id: 'LATE-LOGOUT',
    says: 'A logout ends the session even after the head of the answer has left.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      const begun = await ada.begin('POST', '/late?do=logout')
      checks.equal(await begun.next(), 'begun ', 'what has come before')
      await one.remote.call('open', 'late')
      checks.equal(await begun.rest(), 'done', 'what came of it')
      checks.equal((await ada.get('/me')).json?.endedBecause, 'logout', 'why the session is over')
    },
  },
  {
    id: 'ABORT-STREAM',
    says: 'A client that leaves in the middle of an answer harms neither its session nor the server.',
    async run(scene) {
      const { one, ada } = await leaveMidway(scene)
      const me = (await ada.get('/me')).json
      scene.checks.equal(me?.userId, 'ada', 'who is signed in afterwards')
      scene.checks.equal((await one.signedIn('grace')).base, one.url, 'another login')
      scene.checks.equal(
        (await one.since()).events.filter(({ type }) => type === 'session-ended'),
        [],
        'what ended',
      )
    },
  },
  {
    id: 'ABORT-WRITE',
    needs: ['outlives-client'],
    says: 'A write that a handler awaits lands, though its client has left.',
    async run(scene) {
      const { one, ada } = await leaveMidway(scene)
      await one.remote.call('arrived', 'tried', 1)
      scene.checks.equal((await ada.get('/me')).json?.items, ['late'], 'the data afterwards')
    },
  },
  {
    id: 'ABORT-LOGIN',
    says: 'A client that leaves before the answer to its login comes is signed out, and can sign in again.',
    async run({ app, checks }) {
      const one = await app()
      const visitor = one.browser()
      const client = new AbortController()
      const gone = visitor
        .post('/login-gate?user=ada&gate=answer', { signal: client.signal })
        .catch(() => null)
      await one.remote.call('arrived', 'answer', 1)
      client.abort()
      checks.equal(await gone, null, 'the answer that was not waited for')
      await one.remote.call('open', 'answer')
      checks.equal((await visitor.get('/me')).json?.state, 'none', 'the state without the cookie')
      await visitor.post('/login?user=ada')
      checks.equal((await visitor.get('/me')).json?.userId, 'ada', 'who is signed in after the second try')
    },
  },
  {
    id: 'ERROR-WRITE',
    says: 'A write stays where the handler throws after it, and the error is the app’s to answer.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      checks.equal((await ada.post('/add-throw?item=kept')).status, 500, 'the status')
      checks.equal((await one.since()).errors, ['app/error'], 'the errors that the app saw')
      checks.equal((await ada.get('/me')).json?.items, ['kept'], 'the data afterwards')
    },
  },
  {
    id: 'ERROR-LOGIN',
    says: 'A login stays where the handler throws after it: its cookie goes out with the answer to the error.',
    async run({ app, checks }) {
      const visitor = (await app()).browser()
      const answer = await visitor.post('/login-throw?user=ada')
      checks.equal([answer.status, answer.setCookies.length], [500, 1], 'the status, and how many cookies')
      checks.equal(
        [answer.list('cache-control'), answer.list('vary').includes('cookie')],
        [['no-store'], true],
        'what stands beside it',
      )
      checks.equal((await visitor.get('/me')).json?.userId, 'ada', 'who is signed in')
    },
  },
  {
    id: 'HEAD',
    says: 'HEAD is served with the session that GET would have, and its head says the same.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      const [get, head] = [await ada.get('/own'), await ada.send('HEAD', '/own')]
      const said = [head.status, head.list('vary'), head.list('cache-control'), head.setCookies.length]
      checks.equal(
        said,
        [get.status, get.list('vary'), get.list('cache-control'), get.setCookies.length],
        'the head',
      )
      checks.equal((await ada.send('HEAD', '/throw')).status, 500, 'the status of HEAD where GET throws')
    },
  },
  {
    id: 'IDLE',
    says: 'Requests are activity: a session that is used stays, and one that is not ends by itself.',
    async run({ app, checks }) {
      const one = await app()
      const [used, unused] = [await one.signedIn('ada'), await one.signedIn('grace')]
      for (let round = 0; round < 3; round++) {
        await one.remote.call('advance', 11 * MINUTE)
        checks.equal((await used.get('/redirect')).status, 303, 'the answer to a request now and then')
      }
      checks.equal((await used.get('/me')).json?.userId, 'ada', 'who is still signed in')
      checks.equal((await unused.get('/me')).json?.endedBecause, 'idle-timeout', 'why the other is not')
    },
  },
]
