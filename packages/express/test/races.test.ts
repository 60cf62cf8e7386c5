import { describe, expect, test } from 'vitest'
import { VERSIONS } from './support/app.ts'
import { createClock } from './support/clock.ts'
import { GUEST_COOKIE, SESSION_COOKIE, withApp } from './support/with-app.ts'

const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))
/** Every store command takes up to this many ms on either side, so that requests really overlap. */
const SLOW = 15

describe.each(VERSIONS)('races over HTTP with a slow store, on %s', (_name, express) => {
  test.each(['evict-oldest', 'evict-least-recent'] as const)(
    'P7: 20 parallel logins under a limit of 3 (%s) never leave 4',
    async (overflow) => {
      const app = await withApp({ express, sessions: { limit: { max: 3, overflow } } })
      app.store.slowness = SLOW
      const browsers = times(20, app.browser)
      let most = 0
      let racing = true
      const watch = async () => {
        while (racing) most = Math.max(most, (await app.sessions.list('ada')).length)
      }
      const watching = watch()
      const answers = await Promise.all(browsers.map((visitor) => visitor.post('/login?user=ada')))
      racing = false
      await watching
      app.store.slowness = 0
      expect(answers.map((answer) => answer.status)).toEqual(times(20, () => 200))
      expect(most).toBeLessThanOrEqual(3)
      expect(await app.sessions.list('ada')).toHaveLength(3)
      const states = await Promise.all(browsers.map(async (visitor) => (await visitor.get('/me')).json()))
      expect(states.filter((me) => me.userId === 'ada')).toHaveLength(3)
      expect(states.filter((me) => me.endedBecause === 'evicted')).toHaveLength(17)
    },
  )

  test('P7: with overflow `reject` 3 get in, and 17 are told', async () => {
    const app = await withApp({ express, sessions: { limit: { max: 3, overflow: 'reject' } } })
    app.store.slowness = SLOW
    const answers = await Promise.all(times(20, () => app.browser().post('/login?user=ada')))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(3)
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(17)
    expect(await app.sessions.list('ada')).toHaveLength(3)
  })

  test('P6: 50 parallel writes all survive', async () => {
    const app = await withApp({ express })
    const ada = await app.signedIn()
    app.store.slowness = SLOW
    const answers = await Promise.all(times(50, (i) => ada.post(`/add?item=${i}`)))
    app.store.slowness = 0
    expect(answers.every((answer) => answer.status === 200)).toBe(true)
    const { items } = (await ada.get('/me')).json() as { items: string[] }
    expect(items.map(Number).sort((a, b) => a - b)).toEqual(times(50, Number))
  })

  test('P6: what a guest writes while signing in is in the new session, or was refused', async () => {
    const app = await withApp({ express })
    const visitor = app.browser()
    await visitor.post('/add?item=first')
    const guest = app.bearing(visitor.cookie(GUEST_COOKIE), GUEST_COOKIE)
    app.store.slowness = SLOW
    const writes = times(20, async (i) =>
      (await guest.post(`/add?item=${i}`)).status === 200 ? [`${i}`] : [],
    )
    const login = await visitor.post('/login?user=ada')
    const accepted = (await Promise.all(writes)).flat()
    app.store.slowness = 0
    expect(login.status).toBe(200)
    const { items } = (await visitor.get('/me')).json() as { items: string[] }
    expect([...items].sort()).toEqual(['first', ...accepted].sort())
  })

  test('P5: logout during a slow request stays a logout', async () => {
    const app = await withApp({ express })
    const ada = await app.signedIn()
    const old = app.bearing(ada.cookie(SESSION_COOKIE))
    const slow = old.post('/add?item=late&gate=save')
    await app.gates.waiting('save')
    await ada.post('/logout')
    app.gates.open('save')
    const answer = await slow
    expect([answer.status, answer.setCookies]).toEqual([401, []])
    expect(app.errors).toEqual([expect.objectContaining({ code: 'sess/ended', reason: 'logout' })])
    expect(await app.sessions.list('ada')).toEqual([])
    expect((await old.get('/me')).json()).toMatchObject({ state: 'none', items: [], endedBecause: 'logout' })
  })

  test('P5: nor do 30 saves that race with the logout bring it back', async () => {
    const app = await withApp({ express })
    const ada = await app.signedIn()
    const old = app.bearing(ada.cookie(SESSION_COOKIE))
    app.store.slowness = SLOW
    const saves = times(30, (i) => old.post(`/add?item=${i}`))
    await ada.post('/logout')
    await Promise.all(saves)
    app.store.slowness = 0
    expect((await old.get('/mine')).status).toBe(401)
    expect(await app.sessions.list('ada')).toEqual([])
  })

  test('P2: a request that was running at a step-up neither writes nor sees the new state', async () => {
    const app = await withApp({ express })
    const ada = await app.signedIn()
    const thief = app.bearing(ada.cookie(SESSION_COOKIE))
    const slow = thief.post('/add?item=stolen&gate=step-up')
    await app.gates.waiting('step-up')
    await ada.post('/step-up')
    app.gates.open('step-up')
    const answer = await slow
    expect([answer.status, answer.setCookies]).toEqual([409, []])
    expect(app.errors).toEqual([expect.objectContaining({ code: 'sess/superseded' })])
    expect((await thief.get('/sensitive')).status).toBe(409)
    expect((await ada.get('/sensitive')).status).toBe(200)
    expect((await ada.get('/me')).json().items).toEqual([])
  })

  test('P2: a guest token that was planted before login never sees the login, not even mid-flight', async () => {
    const app = await withApp({ express })
    const visitor = app.browser()
    await visitor.post('/add?item=bait')
    const planter = app.bearing(visitor.cookie(GUEST_COOKIE), GUEST_COOKIE)
    const slow = planter.post('/add?item=more&gate=login')
    await app.gates.waiting('login')
    await visitor.post('/login?user=ada')
    app.gates.open('login')
    expect((await slow).status).toBe(401)
    expect((await planter.get('/me')).json()).toMatchObject({ state: 'none', userId: null, items: [] })
    expect((await visitor.get('/me')).json()).toMatchObject({ userId: 'ada', items: ['bait'] })
  })

  test('P3: 50 parallel requests at renewal end with one token, and nobody is accused', async () => {
    const clock = createClock()
    const app = await withApp({ express, sessions: { now: clock.now } })
    const ada = await app.signedIn()
    await ada.get('/me')
    const old = ada.cookie(SESSION_COOKIE)
    const replaced = app.bearing(old)
    clock.advance(16)
    app.store.slowness = SLOW
    const answers = await Promise.all(times(50, () => replaced.get('/mine')))
    app.store.slowness = 0
    expect(answers.map((answer) => answer.status)).toEqual(times(50, () => 200))
    const handedOut = new Set(
      answers.flatMap((answer) => answer.setCookies.map((line) => line.split(';')[0])),
    )
    expect(handedOut.size).toBe(1)
    expect(app.events.filter((event) => event.type === 'session-renewed')).toHaveLength(1)

    const [successor = ''] = handedOut
    const current = app.bearing(successor.split('=')[1])
    expect((await current.get('/mine')).json()).toEqual({ userId: 'ada' })
    expect((await replaced.get('/mine')).status).toBe(200)
    clock.advance(1)
    expect((await replaced.get('/mine')).json()).toMatchObject({ reason: 'token-reused' })
    expect((await current.get('/mine')).status).toBe(401)
  })

  test('ending all others while they write leaves exactly this one', async () => {
    const app = await withApp({ express })
    const [ada, ...others] = await Promise.all(times(6, () => app.signedIn()))
    if (ada === undefined) throw new Error('nobody signed in')
    app.store.slowness = SLOW
    const writes = others.flatMap((other) => times(5, (i) => other.post(`/add?item=${i}`)))
    expect((await ada.post('/password')).status).toBe(200)
    await Promise.all(writes)
    app.store.slowness = 0
    const left = (await ada.get('/sessions')).json() as { sessions: { current: boolean }[] }
    expect(left.sessions.map((one) => one.current)).toEqual([true])
    for (const other of others) expect((await other.get('/mine')).status).toBe(401)
  })
})
