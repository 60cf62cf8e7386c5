import { type BindingCase, MINUTE } from '../scene.ts'

export const login: readonly BindingCase[] = [
  {
    id: 'LOGIN',
    says: 'A login gives a session with a token of its own, and takes the guest’s data along.',
    async run({ app, checks }) {
      const one = await app()
      const visitor = one.browser()
      await visitor.post('/add?item=pear')
      checks.equal((await visitor.get('/me')).json?.state, 'guest', 'the state before')
      const guestToken = visitor.cookie(one.guestCookie)
      await visitor.post('/login?user=ada')
      const me = (await visitor.get('/me')).json
      checks.equal([me?.state, me?.userId, me?.items], ['user', 'ada', ['pear']], 'the session after')
      checks.equal(visitor.cookie(one.guestCookie), undefined, "the guest's cookie after")
      checks.holds(one.token(visitor) !== guestToken, 'a new token', "the guest's")
    },
  },
  {
    id: 'LOGIN-REDIRECT',
    says: 'A login whose answer is a redirect delivers its cookie with it.',
    async run({ app, checks }) {
      const one = await app()
      const visitor = one.browser()
      const answer = await visitor.post('/login-redirect?user=ada')
      checks.equal([answer.status, answer.location?.href], [303, `${one.url}/me`], 'the redirect')
      checks.equal((await visitor.get('/me')).json?.userId, 'ada', 'who is signed in where it leads')
    },
  },
  {
    id: 'LOGIN-AGAIN',
    says: 'Signing in as somebody else ends the session that this browser had.',
    async run({ app, checks }) {
      const one = await app()
      const person = await one.signedIn('ada')
      const before = one.bearing(one.token(person))
      await person.post('/login?user=grace')
      checks.equal((await person.get('/me')).json?.userId, 'grace', 'who is signed in')
      const old = (await before.get('/me')).json
      checks.equal([old?.state, old?.endedBecause], ['none', 'signed-in-again'], 'the session before')
    },
  },
  {
    id: 'LOGOUT',
    says: 'A logout clears the cookie and ends the session; only the holder of the old token learns why.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      const old = one.bearing(one.token(ada))
      await ada.post('/logout')
      checks.equal(ada.cookie(one.sessionCookie), undefined, 'the cookie after the logout')
      const me = (await ada.get('/me')).json
      checks.equal([me?.state, me?.endedBecause], ['none', null], 'what the browser is told then')
      const told = (await old.get('/me')).json
      checks.equal(
        [told?.state, told?.endedBecause],
        ['none', 'logout'],
        'what the holder of the old token is told',
      )
    },
  },
  {
    id: 'FIXATION-GUEST',
    says: 'A guest’s token that was planted before the login never sees it, not even in a request that was running.',
    async run({ app, checks }) {
      const one = await app()
      const visitor = one.browser()
      await visitor.post('/add?item=bait')
      const planter = one.bearing(visitor.cookie(one.guestCookie) ?? '', one.guestCookie)
      const running = planter.post('/add?item=more&gate=login')
      await one.remote.call('arrived', 'login', 1)
      await visitor.post('/login?user=ada')
      await one.remote.call('open', 'login')
      const late = await running
      checks.equal([late.status, late.setCookies], [401, []], 'the answer to the running request')
      const seen = (await planter.get('/me')).json
      checks.equal([seen?.state, seen?.userId, seen?.items], ['none', null, []], 'what the planter sees')
      checks.equal((await visitor.get('/me')).json?.items, ['bait'], "the data of the victim's session")
    },
  },
  {
    id: 'FIXATION-SESSION',
    says: 'Somebody’s session that was planted before the login is dead after it, and its holder sees nothing of the new one.',
    async run({ app, checks }) {
      const one = await app()
      const planter = await one.signedIn('mallory')
      const token = one.token(planter)
      const victim = one.browser()
      victim.plant(one.sessionCookie, token)
      checks.equal((await victim.get('/me')).json?.userId, 'mallory', 'the planted session')
      await victim.post('/login?user=ada')
      checks.holds(one.token(victim) !== token, 'a new token', 'the planted one')
      checks.equal((await victim.get('/me')).json?.userId, 'ada', 'who the victim is')
      checks.equal((await planter.get('/me')).json?.userId, null, 'who the planter is')
    },
  },
  {
    id: 'STEP-UP',
    says: 'A step-up gives a new token; the old one sees nothing of it: asked to come again at first, and an alarm later.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      const old = one.bearing(one.token(ada))
      await one.remote.call('advance', 3 * MINUTE)
      await ada.post('/step-up')
      checks.equal((await ada.get('/me')).json?.acr, 'aal2', 'the acr with the new token')
      const first = await old.get('/me')
      const { state, acr, userId } = first.json ?? {}
      checks.equal(
        [state, acr, userId, first.setCookies],
        ['superseded', null, null, []],
        'what the old token sees',
      )
      await one.remote.call('advance', 3 * MINUTE)
      checks.equal(
        (await old.get('/me')).json?.endedBecause,
        'token-reused',
        'what the old token is told later',
      )
      checks.equal((await ada.get('/me')).json?.state, 'none', 'the session after the alarm')
    },
  },
  {
    id: 'STEP-UP-RUNNING',
    says: 'A request that was running at a step-up fails with 409: it neither writes nor gets a cookie.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      const running = one.bearing(one.token(ada)).post('/add?item=stolen&gate=step-up')
      await one.remote.call('arrived', 'step-up', 1)
      await ada.post('/step-up')
      await one.remote.call('open', 'step-up')
      const answer = await running
      checks.equal([answer.status, answer.setCookies], [409, []], 'the answer to the running request')
      checks.equal((await one.since()).errors, ['sess/superseded'], 'the errors that the app saw')
      checks.equal((await ada.get('/me')).json?.items, [], 'the data afterwards')
    },
  },
  {
    id: 'PASSWORD',
    says: 'A change of credentials ends every other session of the user, and gives this one a new token.',
    async run({ app, checks }) {
      const one = await app()
      const [ada, phone] = [await one.signedIn(), await one.signedIn()]
      const before = one.token(ada)
      await ada.post('/password')
      checks.holds(one.token(ada) !== before, 'a new token', 'the old one')
      checks.equal((await ada.get('/me')).json?.userId, 'ada', 'who is signed in here')
      checks.equal(
        (await phone.get('/me')).json?.endedBecause,
        'credentials-changed',
        'why the other one is over',
      )
    },
  },
]
