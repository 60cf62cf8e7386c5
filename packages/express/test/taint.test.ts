import { Buffer } from 'node:buffer'
import { inspect } from 'node:util'
import type { Express } from 'express'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Answer, type Browser, GUEST_COOKIE, SESSION_COOKIE } from './support/browser.ts'
import { createClock } from './support/clock.ts'
import { caught } from './support/routes.ts'
import { findTokens, needlesOf } from './support/taint.ts'
import { type Visit, withApp } from './support/with-app.ts'

/** Routes as careless as routes get: they log and answer with everything they have. */
function careless(app: Express): void {
  app.use((req, _res, next) => {
    console.log(
      req.session,
      JSON.stringify(req.session),
      inspect(req.session, { depth: 9, showHidden: true }),
    )
    next()
  })
  app.get('/one/:thing', (req, res) => void res.json(req.params.thing))
  app.get(
    '/everything',
    caught(async (req, res) => res.json({ session: req.session, list: await req.session.list() })),
  )
}

/** Listens at every way out of the process but the Set-Cookie header, and keeps every token that this one hands out. */
async function tapped() {
  const log: string[] = []
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const spy = vi
      .spyOn(console, method)
      .mockImplementation((...args) => void log.push(args.map(String).join(' ')))
    onTestFinished(() => spy.mockRestore())
  }
  const clock = createClock()
  const app = await withApp({
    routes: careless,
    settings: { env: 'development', 'trust proxy': 1 },
    sessions: { now: clock.now, limit: { max: 3, overflow: 'reject' } },
  })
  const tokens = new Set<string>()
  const bodies: string[] = []
  const dumps: string[] = []
  const seen = (answer: Answer): Answer => {
    for (const line of answer.setCookies) {
      const value = line.slice(line.indexOf('=') + 1, line.indexOf(';'))
      if (value !== '') tokens.add(value)
    }
    const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie')
    bodies.push(JSON.stringify(headers), answer.text)
    dumps.push(app.store.dump())
    return answer
  }
  const tap = (browser: Browser): Browser => ({
    ...browser,
    get: async (path, headers) => seen(await browser.get(path, headers)),
    post: async (path, headers) => seen(await browser.post(path, headers)),
  })
  const places = () => ({
    store: dumps.join('\n'),
    events: JSON.stringify(app.events) + inspect(app.events, { depth: null, showHidden: true }),
    console: log.join('\n'),
    errors: app.errors.map((error) => inspect(error, { depth: null, showHidden: true })).join('\n'),
    bodies: bodies.join('\n'),
  })
  return { app, clock, tokens, log, bodies, places, tap }
}

/** A day of everything: guests, logins, renewals, a thief, step-ups, errors, outages, a full limit, ends of all kinds. */
async function mixedScenario(
  app: Visit,
  clock: ReturnType<typeof createClock>,
  tap: (b: Browser) => Browser,
) {
  for (let day = 0; day < 3; day++) {
    const user = `user-${day}`
    const [laptop, phone, tablet] = [tap(app.browser()), tap(app.browser()), tap(app.browser())]
    await laptop.post('/add?item=pear')
    const guestToken = laptop.cookie(GUEST_COOKIE)
    await laptop.post(`/login?user=${user}`)
    await tap(app.bearing(guestToken, GUEST_COOKIE)).get('/everything')
    await phone.post(`/login?user=${user}`)
    await tablet.post(`/login?user=${user}`)
    expect((await tap(app.browser()).post(`/login?user=${user}`)).status).toBe(409)
    const first = laptop.cookie(SESSION_COOKIE)
    for (let round = 0; round < 4; round++) {
      await Promise.all([
        laptop.get('/everything'),
        laptop.post(`/add?item=${round}`),
        phone.get('/everything'),
      ])
      clock.advance(16)
    }
    await laptop.post('/step-up')
    await laptop.get('/sensitive')
    await laptop.post('/step-up')
    await phone.post('/password')
    await tap(app.bearing(first)).get('/everything')
    await laptop.get('/everything')
    app.store.outage = new Error('connection lost')
    expect((await phone.get('/everything')).status).toBe(503)
    app.store.outage = null
    expect((await phone.get('/one/%')).status).toBe(400)
    const stolen = phone.cookie(SESSION_COOKIE)
    await phone.get('/everything')
    clock.advance(16)
    await phone.get('/everything')
    await phone.get('/everything')
    clock.advance(1)
    await tap(app.bearing(stolen)).get('/everything')
    await phone.post(`/login?user=${user}`)
    const running = phone.post('/add?item=late&gate=never')
    await phone.post('/logout')
    app.gates.open('never')
    await running
  }
}

describe('P1: no token anywhere but in Set-Cookie', () => {
  test('a long mixed scenario leaves none in the store, the events, the log, the errors or any body', async () => {
    const { app, clock, tokens, places, tap } = await tapped()
    await mixedScenario(app, clock, tap)
    const types = new Set(app.events.map((event) => event.type))
    for (const type of ['session-renewed', 'session-rekeyed', 'token-reused', 'login-limited'] as const) {
      expect(types).toContain(type)
    }
    expect(tokens.size).toBeGreaterThan(30)
    for (const text of Object.values(places())) expect(text.length).toBeGreaterThan(1000)
    expect(findTokens(tokens, places())).toEqual([])
  })

  test.each(['store', 'events', 'console', 'errors', 'bodies'] as const)(
    'and this test would notice one planted in: %s',
    async (place) => {
      const { app, tokens, log, bodies, places, tap } = await tapped()
      const ada = tap(app.browser())
      await ada.post('/login?user=ada')
      expect(findTokens(tokens, places())).toEqual([])
      const token = ada.cookie(SESSION_COOKIE) ?? ''
      const secret = Buffer.from(token, 'base64url').subarray(19, 51)
      if (place === 'store') await ada.post(`/add?item=${token}`)
      if (place === 'events') app.events.push({ ...app.events[0], by: secret.toString('hex') } as never)
      if (place === 'console') log.push(`cookie: ${SESSION_COOKIE}=${token}`)
      if (place === 'errors')
        app.errors.push(new Error('bad cookie', { cause: { secret: secret.toString('base64') } }))
      if (place === 'bodies') bodies.push(`{"key":"${secret.toString('base64url')}"}`)
      expect(findTokens(tokens, places()).map((hit) => hit.place)).toContain(place)
    },
  )

  test('the needles are the token, and its secret in three spellings', () => {
    const token = Buffer.from(Array.from({ length: 87 }, (_, i) => i)).toString('base64url')
    const secretHex = Array.from({ length: 32 }, (_, i) => (i + 19).toString(16).padStart(2, '0')).join('')
    expect(needlesOf(token)).toHaveLength(4)
    expect(needlesOf(token)).toContain(secretHex)
  })
})
