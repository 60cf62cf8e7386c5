import { describe, expect, test } from 'vitest'
import { type AccountOptions, accountPage, mySessions, renameSession } from '../../src/account/index.ts'
import type { Session, SessionsOptions } from '../../src/index.ts'
import { withSession } from '../../src/web.ts'
import { MINUTE } from '../support/clock.ts'
import { CookieJar } from '../support/cookie-jar.ts'
import { world } from '../support/world.ts'

const ADDRESS = 'https://app.example/me/sessions'
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const OWN = { 'sec-fetch-site': 'same-origin' }
const HTML = { accept: 'text/html,*/*;q=0.8' }

function place(options: AccountOptions = {}, more: Partial<SessionsOptions> = {}) {
  const made = world(more)
  const { sessions, clock } = made
  const handler = accountPage(sessions, options)
  /** A browser in front of the page, on the real carrier of `Request`. */
  const person = async (userId: string | null = 'alice', address = '192.0.2.1') => {
    const jar = new CookieJar(clock)
    const visit = async (
      run: (request: Request, session: Session) => Response | Promise<Response>,
      init: RequestInit = {},
      url = ADDRESS,
    ) => {
      const headers = new Headers({ 'user-agent': FIREFOX, cookie: jar.header() ?? '' })
      for (const [name, value] of new Headers(init.headers)) headers.set(name, value)
      const fetches = withSession(sessions, run, {
        facts: () => ({ address }),
        onError: (error) => (error as { getResponse(): Response }).getResponse(),
      })
      const response = await fetches(new Request(url, { ...init, headers }))
      for (const line of response.headers.getSetCookie()) jar.keep(line)
      return response
    }
    const does = async <T>(run: (session: Session) => Promise<T>): Promise<T> => {
      const results: T[] = []
      await visit(
        async (_, session) => {
          results.push(await run(session))
          return new Response()
        },
        { headers: OWN },
      )
      return results[0] as T
    }
    // One after the other, for the list is in order of time.
    clock.forward(1)
    if (userId !== null) await does((session) => session.login(userId, { amr: ['pwd'] }))
    const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
      visit(handler, { method: 'POST', headers: { ...OWN, ...headers }, body: new URLSearchParams(fields) })
    const postJson = (value: unknown, headers: Record<string, string> = {}) =>
      visit(handler, {
        method: 'POST',
        headers: { ...OWN, 'content-type': 'application/json', ...headers },
        body: typeof value === 'string' ? value : JSON.stringify(value),
      })
    const id = await does(async (session) => session.id ?? '')
    return { id, does, post, postJson, get: (headers = {}) => visit(handler, { headers }), visit }
  }
  return { ...made, handler, person }
}

const errorOf = async (response: Response) => [response.status, (await response.json()).error]

describe('my sessions', () => {
  test('JSON lists the own ones, with device, place and which one asks', async () => {
    const { person } = place({ locate: (address) => ({ name: `near ${address}` }) })
    const home = await person()
    const office = await person('alice', '198.51.100.1')
    await person('bob')
    const response = await home.get()
    expect(response.headers.get('cache-control')).toBe('no-store')
    const { sessions } = await response.json()
    expect(sessions).toMatchObject([
      {
        id: home.id,
        current: true,
        device: 'Firefox on Windows',
        place: { name: 'near 192.0.2.1' },
        name: null,
      },
      { id: office.id, current: false, place: { name: 'near 198.51.100.1' }, actor: null },
    ])
  })

  test('a place that nobody can tell is none', async () => {
    const { person } = place()
    const throwing = async () => Promise.reject(new Error('no database'))
    const alice = await person()
    const list = await alice.does((session) => mySessions(session, { locate: throwing }))
    expect(list).toMatchObject([{ place: null }])
    expect(await (await person(null)).does((session) => mySessions(session))).toEqual([])
  })

  test('the page has a form for each of them, a CSRF token in each, no id in any address, and what people typed as text', async () => {
    const { person } = place({ locate: () => ({ country: '<DE>' }) })
    const [home, office] = [await person(), await person()]
    await home.post({ action: 'rename', id: office.id, name: '"><script>alert(1)</script>' })
    const response = await home.get(HTML)
    const html = await response.text()
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(html).not.toMatch(/<script|<DE>/)
    expect(html.match(/<form method="post" action="\?">/g)).toHaveLength(5)
    expect(html.match(/name="csrf_token" value="[\w-]{20,}"/g)).toHaveLength(5)
    expect(html).not.toMatch(new RegExp(`(?:action|href)="[^"]*(?:${home.id}|${office.id})`))
    expect(html).toContain('(this device)')
  })

  test('a guest is asked to sign in, or sent to where that is', async () => {
    const { person } = place({ redirectTo: '/sign-in' })
    const nobody = await person(null)
    expect(await errorOf(await nobody.get())).toEqual([401, 'sess/not-authenticated'])
    expect(await errorOf(await nobody.post({ action: 'end-others' }))).toEqual([
      401,
      'sess/not-authenticated',
    ])
    const sent = await nobody.get(HTML)
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/sign-in'])
  })
})

describe('ending', () => {
  test.each(['form', 'JSON'] as const)('one, by %s: that one is over, and no other', async (kind) => {
    const { person } = place()
    const [home, office, phone] = [await person(), await person(), await person()]
    const fields = { action: 'end', id: office.id }
    const response = await (kind === 'form' ? home.post(fields, HTML) : home.postJson(fields))
    if (kind === 'JSON') expect(await response.json()).toEqual({ ended: [office.id] })
    else expect([response.status, response.headers.get('location')]).toEqual([303, '?'])
    expect(await office.does(async (session) => session.endedBecause)).toBe('revoked-by-user')
    for (const one of [home, phone]) expect(await one.does(async (session) => session.userId)).toBe('alice')
  })

  test('all others', async () => {
    const { person } = place()
    const [home, office, bob] = [await person(), await person(), await person('bob')]
    const response = await home.postJson({ action: 'end-others' })
    expect(await response.json()).toEqual({ ended: [office.id] })
    expect(await home.does(async (session) => session.userId)).toBe('alice')
    expect(await bob.does(async (session) => session.userId)).toBe('bob')
  })

  test('needs a fresh proof of identity (ASVS 7.5.2), but for signing this device out', async () => {
    const { person, clock } = place({ redirectTo: (_, missing) => `/${missing}` })
    const [home, office] = [await person(), await person()]
    clock.forward(10 * MINUTE + 1)
    for (const fields of [{ action: 'end', id: office.id }, { action: 'end-others' }]) {
      expect(await errorOf(await home.postJson(fields))).toEqual([401, 'sess/authentication-stale'])
      const sent = await home.post(fields, HTML)
      expect([sent.status, sent.headers.get('location')]).toEqual([303, '/stale'])
    }
    expect(await office.does(async (session) => session.userId)).toBe('alice')
    expect((await home.postJson({ action: 'rename', id: office.id, name: 'x' })).status).toBe(200)
    await office.does((session) => session.reauthenticate({ amr: ['pwd'] }))
    expect((await office.postJson({ action: 'end', id: home.id })).status).toBe(200)
    clock.forward(11 * MINUTE)
    expect((await office.postJson({ action: 'end', id: office.id })).status).toBe(200)
    expect(await office.does(async (session) => session.userId)).toBeNull()
  })

  test("somebody else's, an ended and a made-up one are all not there", async () => {
    const { person } = place()
    const [home, office, bob] = [await person(), await person(), await person('bob')]
    await office.does((session) => session.logout())
    for (const id of [bob.id, office.id, 'x', ''])
      for (const action of ['end', 'rename'])
        expect(await errorOf(await home.postJson({ action, id, name: 'mine' }))).toEqual([
          404,
          'sess/no-such-session',
        ])
    expect(await bob.does((session) => session.list())).toMatchObject([{ id: bob.id, name: null }])
  })

  test('a forged request is refused before anything is looked at', async () => {
    const { person } = place()
    const [home, office] = [await person(), await person()]
    const forged = await home.post({ action: 'end', id: office.id }, { 'sec-fetch-site': 'cross-site' })
    expect(await errorOf(forged)).toEqual([403, 'sess/csrf'])
    expect(await office.does(async (session) => session.userId)).toBe('alice')
  })
})

describe('a name', () => {
  test('is kept through writes of data, shown, changed and taken away', async () => {
    const { person } = place()
    const [home, office] = [await person(), await person()]
    const names = async () => (await home.does((session) => session.list())).map(({ name }) => name)
    expect(
      await (await home.postJson({ action: 'rename', id: office.id, name: '  At work ' })).json(),
    ).toEqual({
      renamed: office.id,
    })
    expect(await names()).toEqual([null, 'At work'])
    await office.does((session) => session.update({ cart: ['tea'] }))
    await office.does((session) => session.regenerate())
    expect(await names()).toEqual([null, 'At work'])
    expect(await office.does(async (session) => session.data)).toEqual({ cart: ['tea'] })
    const [, shown] = await home.does((session) => session.list())
    expect(shown?.client).toEqual({ address: '192.0.2.1', userAgent: FIREFOX })
    await home.post({ action: 'rename', id: office.id, name: '' })
    expect(await names()).toEqual([null, null])
  })

  test('loses no write of data that races with it, and is lost to none', async () => {
    const { person, sessions, watched } = place()
    const home = await person()
    watched.once('replace', () => home.does((session) => session.update({ n: 1 })))
    await home.does((session) => renameSession(sessions, session, home.id, 'Laptop'))
    expect(await home.does(async (session) => session.data)).toEqual({ n: 1 })
    expect(await home.does((session) => session.list())).toMatchObject([{ name: 'Laptop' }])
  })

  test('of a session that ends meanwhile is none, and that is told', async () => {
    const { person, sessions, watched } = place()
    const [home, office] = [await person(), await person()]
    const rename = (name: string) => home.does((session) => renameSession(sessions, session, office.id, name))
    watched.once('replace', () => office.does((session) => session.logout()))
    expect(await rename('Desk')).toBe(false)
  })

  test.each([
    ['too long', 'x'.repeat(65)],
    ['of two lines', 'a\nb'],
    ['with a control', 'a\u0007'],
    ['that turns the line around', 'a\u202eb'],
    ['of half a character', '\ud83d'],
    ['that is no text', 5],
    ['that is not there', undefined],
  ])('%s is refused', async (_, name) => {
    const { person, sessions } = place()
    const home = await person()
    const response = await home.postJson({ action: 'rename', id: home.id, name })
    expect(await errorOf(response)).toEqual([400, 'sess/name'])
    await home.does((session) =>
      expect(renameSession(sessions, session, home.id, name as string)).rejects.toThrow(TypeError),
    )
    expect(await home.does((session) => session.list())).toMatchObject([{ name: null }])
  })
})

describe("somebody who acts in the user's stead", () => {
  test('sees them, ends the own one, and changes nothing else', async () => {
    const { person, sessions } = place()
    const [alice, sam] = [await person(), await person('sam')]
    await sam.does((session) => session.impersonate('alice', { reason: 'ticket <4711>' }))
    const acted = await sam.does(async (session) => session.id ?? '')
    expect(await (await sam.get(HTML)).text()).not.toContain('<form')
    for (const fields of [
      { action: 'end', id: alice.id },
      { action: 'end-others' },
      { action: 'rename', id: acted, name: 'x' },
    ])
      expect(await errorOf(await sam.postJson(fields))).toEqual([403, 'sess/impersonation'])
    await sam.does((session) =>
      expect(renameSession(sessions, session, alice.id, 'x')).rejects.toMatchObject({ why: 'acting' }),
    )
    expect(await (await alice.get(HTML)).text()).toContain('Support acting for you: ticket &lt;4711&gt;')
    expect((await sam.postJson({ action: 'end', id: acted })).status).toBe(200)
    expect(await alice.does((session) => session.list())).toHaveLength(1)
  })
})

describe('what the page does not know', () => {
  test('is refused with 400 or 405, and options that it does not know at start', async () => {
    const { person, sessions, handler } = place()
    const home = await person()
    for (const value of [
      '{',
      'null',
      '[]',
      { action: 'delete' },
      { action: 5 },
      { action: 'x', pad: 'x'.repeat(20_000) },
    ])
      expect(await errorOf(await home.postJson(value))).toEqual([400, 'sess/action'])
    const plain = await home.postJson('action=end-others', { 'content-type': 'text/plain' })
    expect(await errorOf(plain)).toEqual([400, 'sess/action'])
    const put = await home.visit(handler, { method: 'PUT', headers: OWN, body: 'x' })
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
    expect(() => accountPage(sessions, { maxage: '5m' } as never)).toThrow(/accountPage\.maxage/)
    expect(() => accountPage(sessions, { maxAge: 'soon' })).toThrow(/maxAge/)
  })

  test('an app draws its own page', async () => {
    const { person } = place({ page: (list) => new Response(`own: ${list.length}`) })
    expect(await (await (await person()).get(HTML)).text()).toBe('own: 1')
  })
})
