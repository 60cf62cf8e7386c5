import { describe, expect, test } from 'vitest'
import { CsrfError, csrfField, csrfHeaders, type SessionsOptions } from '../src/index.ts'
import { KEY, OTHER_KEY } from './config/refused-others.ts'
import { type Browser, type RequestOptions, SESSION } from './support/browser.ts'
import { world } from './support/world.ts'

const unsafe = (headers: Readonly<Record<string, string>>, more: RequestOptions = {}): RequestOptions => ({
  method: 'POST',
  headers,
  ...more,
})
const FOREIGN = unsafe({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })
const OWN = unsafe({ 'sec-fetch-site': 'same-origin' })
const SILENT = unsafe({})
const refused = (why: CsrfError['why']) => ({ name: 'CsrfError', code: 'sess/csrf', status: 403, why })

describe('an unsafe request that a cookie carries', () => {
  test('of another origin is refused, with an event; of ours it is served; nothing of it shows in the session', async () => {
    const { signedIn, told, events } = world()
    const alice = await signedIn()
    told()
    await expect(alice.visit(undefined, FOREIGN)).rejects.toMatchObject(refused('cross-site'))
    expect(told()).toEqual(['csrf-refused'])
    expect(events.at(-1)).toMatchObject({
      why: 'cross-site',
      origin: 'https://evil.example',
      enforced: true,
      ref: { userId: 'alice' },
    })
    expect((await alice.visit(undefined, OWN)).session.userId).toBe('alice')
    expect(told()).toEqual([])
  })

  test('so is a guest’s', async () => {
    const { browser } = world()
    const guest = browser()
    await guest.visit((session) => session.update({ cart: 1 }), OWN)
    await expect(guest.visit(undefined, FOREIGN)).rejects.toBeInstanceOf(CsrfError)
    expect((await guest.visit(undefined, OWN)).session.data).toEqual({ cart: 1 })
  })

  test('so is the handshake of a WebSocket', async () => {
    const alice = await world().signedIn()
    const headers = { upgrade: 'websocket', origin: 'https://evil.example' }
    await expect(alice.visit(undefined, { headers })).rejects.toMatchObject(refused('cross-site'))
    const own = { upgrade: 'websocket', origin: 'https://app.example' }
    expect((await alice.visit(undefined, { headers: own })).session.userId).toBe('alice')
  })

  test('needs the token where nothing tells where it comes from: as a header, or as a form field', async () => {
    const { signedIn, sessions } = world()
    const alice = await signedIn()
    const { value } = await alice.visit((session) => [csrfHeaders(session), csrfField(session)] as const)
    const [header, field] = value
    await expect(alice.visit(undefined, SILENT)).rejects.toMatchObject(refused('no-token'))
    await expect(alice.visit(undefined, unsafe({ origin: 'null' }))).rejects.toMatchObject(
      refused('no-token'),
    )
    for (const garbage of ['x', 'A'.repeat(86), 'é'.repeat(86), 'x'.repeat(9000)])
      await expect(alice.visit(undefined, unsafe({ 'x-csrf-token': garbage }))).rejects.toMatchObject(
        refused('wrong-token'),
      )
    expect((await alice.visit(undefined, unsafe(header))).session.userId).toBe('alice')
    expect((await alice.visit(undefined, unsafe({ ...header, origin: 'null' }))).session.userId).toBe('alice')

    const token = /^<input type="hidden" name="csrf_token" value="([\w-]{86})">$/.exec(field)?.[1]
    const { carrier } = await alice.request()
    for (const formToken of [() => token, async () => token])
      expect((await sessions.open({ ...carrier, method: 'POST', formToken })).userId).toBe('alice')
    await expect(sessions.open({ ...carrier, method: 'POST', formToken: () => '' })).rejects.toMatchObject(
      refused('no-token'),
    )
  })

  test('a token does not help a page of another origin', async () => {
    const alice = await world().signedIn()
    const { value } = await alice.visit(csrfHeaders)
    const options = unsafe({ ...value, ...FOREIGN.headers })
    await expect(alice.visit(undefined, options)).rejects.toMatchObject(refused('cross-site'))
  })

  test('a dead session protects nothing: the request is nobody’s, and may not sign in', async () => {
    const { signedIn, sessions } = world()
    const alice = await signedIn()
    await sessions.revokeAll('alice')
    const exchange = await alice.request(FOREIGN)
    expect(exchange.session.endedBecause).toBe('revoked-by-administrator')
    await expect(exchange.session.login('alice')).rejects.toMatchObject(refused('cross-site'))
  })

  test('a session that was opened from a bearer token is exempt; a cookie beside a made-up one is not opened', async () => {
    const { sessions, browser, signedIn, clock } = world({ groups: { api: { carrier: 'bearer' } } })
    const { token } = await sessions.issue('alice', { group: 'api', authenticatedAt: clock.now() })
    const headers = { ...FOREIGN.headers, authorization: `Bearer ${token}` }
    expect((await browser().visit(undefined, unsafe(headers))).session.userId).toBe('alice')
    const bob = await signedIn('bob')
    const made = { ...FOREIGN.headers, authorization: `Bearer ${'A'.repeat(116)}` }
    await expect(
      bob.visit(async ({ userId }) => {
        if (userId !== null) throw new Error('opened')
      }, unsafe(made)),
    ).rejects.toMatchObject(refused('cross-site'))
  })
})

describe('the token of a session', () => {
  const tokenOf = async (person: Browser) => (await person.visit(csrfHeaders)).value

  test('is another text every time, holds through renewals, and dies with a re-keying', async () => {
    const { signedIn, clock } = world()
    const alice = await signedIn()
    const [first, second] = [await tokenOf(alice), await tokenOf(alice)]
    expect(first).not.toEqual(second)
    const before = alice.token
    clock.forward(16 * 60_000)
    await alice.visit()
    expect(alice.token).not.toBe(before)
    for (const token of [first, second])
      expect((await alice.visit(undefined, unsafe(token))).session.userId).toBe('alice')
    await alice.visit((session) => session.reauthenticate(), OWN)
    await expect(alice.visit(undefined, unsafe(first))).rejects.toMatchObject(refused('wrong-token'))
    expect((await alice.visit(undefined, unsafe(await tokenOf(alice)))).session.userId).toBe('alice')
  })

  test('made after a login or a re-keying in the same request, it is of the new key', async () => {
    const { browser } = world()
    const alice = browser()
    const { value: one } = await alice.visit(async (session) => {
      await session.update({ cart: 1 })
      const guest = csrfHeaders(session)
      await session.login('alice')
      return [guest, csrfHeaders(session)] as const
    })
    await expect(alice.visit(undefined, unsafe(one[0]))).rejects.toMatchObject(refused('wrong-token'))
    expect((await alice.visit(undefined, unsafe(one[1]))).session.userId).toBe('alice')
    const { value: two } = await alice.visit(async (session) => {
      await session.regenerate()
      return csrfHeaders(session)
    })
    expect((await alice.visit(undefined, unsafe(two))).session.userId).toBe('alice')
  })

  test('is nobody else’s, and nobody’s who reads the store', async () => {
    const { signedIn, watched } = world()
    const [alice, bob] = [await signedIn('alice'), await signedIn('bob')]
    const token = await tokenOf(bob)
    await expect(alice.visit(undefined, unsafe(token))).rejects.toMatchObject(refused('wrong-token'))
    expect(watched.memory.dump()).not.toContain(Object.values(token)[0])
  })

  test('a request with the key that was just replaced is judged by its own token, and asked to come again', async () => {
    const alice = await world().signedIn()
    const token = await tokenOf(alice)
    const tab = alice.thief()
    await alice.visit((session) => session.regenerate())
    expect((await tab.visit(undefined, unsafe(token))).session.state).toBe('superseded')
    await expect(tab.visit(undefined, SILENT)).rejects.toMatchObject(refused('no-token'))
  })
})

describe('login CSRF: a request without any cookie that signs somebody in', () => {
  const login = (person: Browser, options: RequestOptions) =>
    person.visit((session) => session.login('mallory'), options)

  test('is refused from another origin, and nothing is written; from ours it is served', async () => {
    const { browser, watched, told } = world()
    const victim = browser()
    await expect(login(victim, FOREIGN)).rejects.toMatchObject(refused('cross-site'))
    expect(watched.taken()).toEqual([])
    expect(told()).toEqual(['csrf-refused'])
    expect(victim.jar.header()).toBeUndefined()
    expect((await login(victim, OWN)).session.userId).toBe('mallory')
  })

  test('so is one that makes a guest, which would put another cart in the place of the victim’s', async () => {
    const { browser, watched } = world()
    const update = browser().visit((session) => session.update({ cart: 1 }), FOREIGN)
    await expect(update).rejects.toMatchObject(refused('cross-site'))
    expect(watched.taken()).toEqual([])
  })

  test('a request that only looks, or answers, is not hindered', async () => {
    expect((await world().browser().visit(undefined, FOREIGN)).session.state).toBe('none')
  })

  test('a callback by GET signs in: its state parameter is the login library’s business', async () => {
    const options = { headers: { 'sec-fetch-site': 'cross-site' } }
    expect((await login(world().browser(), options)).session.userId).toBe('mallory')
  })

  test('the token of a visitor is bound to a cookie of that browser, and outlives a rotation of secrets', async () => {
    let secrets = [KEY]
    const { watched } = world()
    const build = (more: Partial<SessionsOptions> = {}) => world({ store: watched.store, secrets, ...more })
    const visitor = build().browser()
    const { value, head } = await visitor.visit(csrfHeaders)
    expect(head.cookies).toEqual([
      expect.stringMatching(/^__Host-sess-csrf=[\w-]{24}; Max-Age=86400; .*HttpOnly/),
    ])
    expect(head.get('cache-control')).toEqual(['no-store'])
    const again = await visitor.visit(csrfHeaders)
    expect([again.head.cookies, again.value['x-csrf-token'] === value['x-csrf-token']]).toEqual([[], false])
    expect(watched.taken()).toEqual([])

    const other = build().browser()
    await expect(login(other, unsafe(value))).rejects.toMatchObject(refused('wrong-token'))
    await expect(login(visitor, SILENT)).rejects.toMatchObject(refused('no-token'))
    secrets = [OTHER_KEY, KEY]
    const rotated = build().browser()
    rotated.jar.takeOver(visitor.jar)
    expect((await login(rotated, unsafe(value))).session.userId).toBe('mallory')
    secrets = [OTHER_KEY]
    const forgotten = build().browser()
    forgotten.jar.takeOver(visitor.jar)
    await expect(login(forgotten, unsafe(value))).rejects.toMatchObject(refused('wrong-token'))
  })

  test('a visitor’s token does not do for a session', async () => {
    const { browser } = world({ secrets: [KEY] })
    const alice = browser()
    const { value } = await alice.visit(csrfHeaders)
    await alice.visit((session) => session.login('alice'), OWN)
    expect(alice.jar.get(SESSION)).toBeDefined()
    await expect(alice.visit(undefined, unsafe(value))).rejects.toMatchObject(refused('wrong-token'))
  })

  test('without secrets, or too late, a visitor’s token is a clear error; where only looking is possible there is none', async () => {
    const visitor = world().browser()
    await expect(visitor.visit(csrfHeaders)).rejects.toMatchObject({ name: 'ConfigError', option: 'secrets' })
    const { sessions, browser } = world({ secrets: [KEY] })
    const late = browser().visit((session, { head }) => {
      head.sent = true
      return csrfHeaders(session)
    })
    await expect(late).rejects.toMatchObject({ name: 'HeadersSentError', written: false })
    const { carrier } = await browser().request()
    const view = await sessions.view(carrier)
    expect([view.csrfToken(), csrfHeaders(view)]).toEqual([null, {}])
    expect(csrfField(view)).toContain('value=""')
  })
})

describe('what the app may decide', () => {
  test('trusted origins', async () => {
    const { signedIn } = world({ csrf: { trustedOrigins: ['https://admin.example'] } })
    const alice = await signedIn()
    const from = (origin: string) => unsafe({ 'sec-fetch-site': 'cross-site', origin })
    expect((await alice.visit(undefined, from('https://admin.example'))).session.userId).toBe('alice')
    await expect(alice.visit(undefined, from('https://evil.example'))).rejects.toBeInstanceOf(CsrfError)
  })

  test.each([
    ['a list of paths', ['/hook']],
    ['a function', ({ url }: { url: string }) => url.split('?')[0]?.endsWith('/hook') === true],
  ])('exempt routes, as %s: a path and nothing that resembles it', async (_, exempt) => {
    const alice = await world({ csrf: { exempt } }).signedIn()
    for (const url of ['/hook', '/hook?a=/account', 'https://app.example/hook?x'])
      expect(
        (await alice.visit((session) => session.login('alice'), { ...FOREIGN, url })).session.userId,
      ).toBe('alice')
    for (const url of [
      '/account',
      '/account?/hook',
      '/Hook',
      '/hook/',
      '/hook#/account',
      'https://app.example/?/hook',
    ])
      await expect(alice.visit(undefined, { ...FOREIGN, url })).rejects.toBeInstanceOf(CsrfError)
  })

  test('only a report: it passes, and each request is told of once', async () => {
    const { signedIn, told, events } = world({ csrf: { mode: 'report' } })
    const alice = await signedIn()
    told()
    await alice.visit((session) => session.login('bob'), FOREIGN)
    expect(told().filter((type) => type === 'csrf-refused')).toHaveLength(1)
    expect(events.find(({ type }) => type === 'csrf-refused')).toMatchObject({ enforced: false })
    expect((await alice.visit(undefined, SILENT)).session.userId).toBe('bob')
    expect(told()).toEqual(['csrf-refused'])
  })
})
