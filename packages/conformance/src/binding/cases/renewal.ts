import type { Browser } from '../client/browser.ts'
import { type BindingCase, MINUTE, type Scene, times } from '../scene.ts'

/** A signed-in browser whose token is due, and another that still has the old one. */
async function due(scene: Scene) {
  const one = await scene.app()
  const ada = await one.signedIn()
  const old = one.token(ada)
  await one.remote.call('advance', 16 * MINUTE)
  return { one, ada, old, tab: one.bearing(old) }
}

/** An answer of this kind delivers a renewed token like any other. */
function delivers(
  id: string,
  says: string,
  send: (ada: Browser) => Promise<{ status: number }>,
  status: number,
): BindingCase {
  return {
    id,
    says,
    async run(scene) {
      const { one, ada, old } = await due(scene)
      scene.checks.equal((await send(ada)).status, status, 'the status')
      const renewed = one.token(ada)
      scene.checks.holds(renewed !== old, 'the renewed token in the jar', 'still the old one')
      scene.checks.equal((await ada.get('/me')).json?.userId, 'ada', 'who is signed in with it')
      scene.checks.equal(one.token(ada), renewed, 'the token after one more request')
    },
  }
}

export const renewal: readonly BindingCase[] = [
  {
    id: 'RENEW',
    says: 'A token that is due is replaced once, the old one serves what was in flight, and nobody is accused.',
    async run(scene) {
      const { one, ada, old, tab } = await due(scene)
      const { checks } = scene
      const answer = await ada.get('/me')
      checks.equal([answer.json?.userId, answer.setCookies.length], ['ada', 1], 'the answer that renews')
      checks.holds(one.token(ada) !== old, 'a new token', 'the old one')
      checks.equal((await ada.get('/me')).setCookies, [], 'the cookies of the next answer')
      const inFlight = await tab.get('/me')
      checks.equal(
        [inFlight.json?.userId, inFlight.setCookies],
        ['ada', []],
        'the answer to a request that was in flight',
      )
      const types = (await one.since()).events.map(({ type }) => type)
      checks.equal(types, ['session-created', 'session-renewed'], 'the events')
    },
  },
  {
    id: 'RENEW-STORM',
    says: 'Thirty requests at once from two tabs, across a renewal, with two answers in three lost: everybody is served, and there is one token in the end.',
    async run(scene) {
      const { one, ada, old } = await due(scene)
      const { checks } = scene
      await one.remote.call('setSlowness', 15)
      const tabs = [ada, ada.on(one.url)] as const
      const answers = await Promise.all(
        times(30, (at) => (at % 2 === 0 ? tabs[0] : tabs[1]).get('/me', { keep: at % 3 === 0 })),
      )
      await one.remote.call('setSlowness', 0)
      checks.equal([...new Set(answers.map(({ json }) => json?.userId))], ['ada'], 'who everybody is')
      const tokens = new Set(
        answers.map((answer) => answer.cookie(one.sessionCookie) ?? old).filter((token) => token !== old),
      )
      checks.equal(tokens.size, 1, 'how many tokens were handed out')
      checks.holds(tokens.has(one.token(ada)), 'the jar holds it', 'another token')
      checks.equal((await tabs[1].get('/me')).json?.userId, 'ada', 'who is signed in afterwards')
      const types = (await one.since()).events.map(({ type }) => type)
      checks.equal(
        types.filter((type) => type === 'session-renewed').length,
        1,
        'how many renewals there were',
      )
      checks.equal(
        types.filter((type) => /reused|ended/.test(type)),
        [],
        'the accusations',
      )
    },
  },
  {
    id: 'RENEW-LOST',
    says: 'A client that goes away before the answer to a renewal has come is handed the same token when it comes again.',
    async run(scene) {
      const { one, ada, tab } = await due(scene)
      const { checks } = scene
      for (const gate of ['first', 'second']) {
        const client = new AbortController()
        const gone = tab.get(`/me?gate=${gate}`, { keep: false, signal: client.signal }).catch(() => null)
        await one.remote.call('arrived', gate, 1)
        client.abort()
        checks.equal(await gone, null, 'the answer that was not waited for')
        await one.remote.call('open', gate)
      }
      const lost = await tab.get('/me', { keep: false })
      await ada.get('/me')
      checks.equal(lost.cookie(one.sessionCookie), one.token(ada), 'the token of the next answer but one')
      checks.equal((await ada.get('/me')).json?.userId, 'ada', 'who is signed in with it')
    },
  },
  delivers('RENEW-REDIRECT', 'A redirect delivers a renewed token.', (ada) => ada.get('/redirect'), 303),
  delivers(
    'RENEW-NO-CONTENT',
    'An answer without a body (204) delivers a renewed token.',
    (ada) => ada.get('/no-content'),
    204,
  ),
  delivers('RENEW-NOT-MODIFIED', 'A 304 delivers a renewed token.', (ada) => ada.get('/not-modified'), 304),
  delivers(
    'RENEW-ERROR',
    'The answer to an error delivers a renewed token.',
    (ada) => ada.get('/throw'),
    500,
  ),
  delivers('RENEW-HEAD', 'HEAD delivers a renewed token like GET.', (ada) => ada.send('HEAD', '/me'), 200),
  {
    ...delivers(
      'RENEW-GUARD',
      'The answer of a guard delivers a renewed token.',
      (ada) => ada.get('/sensitive'),
      401,
    ),
    needs: ['guard'],
  },
  {
    id: 'RENEW-STREAM',
    says: 'The head of an answer that is still being written delivers a renewed token.',
    async run(scene) {
      const { one, ada, old } = await due(scene)
      const begun = await ada.begin('POST', '/late?do=update')
      scene.checks.equal(await begun.next(), 'begun ', 'the piece that has come')
      scene.checks.holds(one.token(ada) !== old, 'the renewed token in the jar', 'still the old one')
      await one.remote.call('open', 'late')
      scene.checks.equal(await begun.rest(), 'done', 'the rest')
    },
  },
  {
    id: 'RENEW-OPTIONS',
    says: 'OPTIONS harms nothing: whether it opens the session or not, the next request is served.',
    async run(scene) {
      const { one, ada } = await due(scene)
      const options = await ada.send('OPTIONS', '/me')
      scene.checks.holds(options.status < 500, 'a status below 500', options.status)
      scene.checks.equal((await ada.get('/me')).json?.userId, 'ada', 'who is signed in afterwards')
      const types = (await one.since()).events.map(({ type }) => type)
      scene.checks.equal(types.slice(1), ['session-renewed'], 'the events')
    },
  },
  {
    id: 'REUSE',
    says: 'A token that was replaced long ago ends the session for whoever holds it, with one alarm that names no token.',
    async run(scene) {
      const { one, ada, old, tab } = await due(scene)
      const { checks } = scene
      await ada.get('/me')
      await ada.get('/me')
      await one.remote.call('advance', 3 * MINUTE)
      const thief = await tab.get('/me')
      checks.equal(
        [thief.json?.userId, thief.json?.endedBecause, thief.setCookies],
        [null, 'token-reused', []],
        'what the thief gets',
      )
      checks.equal((await ada.get('/me')).json?.endedBecause, 'token-reused', 'what the owner is told')
      const { events } = await one.since()
      checks.equal(
        events.filter(({ type }) => type === 'token-reused').length,
        1,
        'how many alarms there were',
      )
      checks.holds(!JSON.stringify(events).includes(old), 'no token in any event', events)
    },
  },
]
