import { describe, expect, it } from 'vitest'
import type { SessionsOptions } from '../src/index.ts'
import { carrierFor, type RequestOptions, TestHead } from './support/browser.ts'
import { MINUTE } from './support/clock.ts'
import { world } from './support/world.ts'

const IDLE = 30 * MINUTE
const PASSIVE: Partial<SessionsOptions> = { passive: ['/events', '/api/unread'] }

/** What a request ten minutes after the last one moves the idle deadline by. */
async function moved(request: RequestOptions, options: Partial<SessionsOptions> = PASSIVE): Promise<number> {
  const { signedIn, clock } = world({ idleTimeout: IDLE, ...options })
  const alice = await signedIn()
  const before = (await alice.visit()).session.expiresAt ?? 0
  clock.forward(10 * MINUTE)
  const { session } = await alice.visit(() => {}, request)
  expect(session.userId).toBe('alice')
  return (session.expiresAt ?? 0) - before
}

describe('the idle deadline is moved (P9)', () => {
  it.each<[string, RequestOptions]>([
    ['by a page', {}],
    ['by a page that is not quite a passive one', { url: '/events/2030' }],
    ['by a passive one under another spelling', { url: '/Events' }],
    ['by a header that says it is none', { headers: { 'sec-purpose': 'none' } }],
    ['by a header that says something like it', { headers: { purpose: 'no-prefetching' } }],
  ])('%s', async (_, request) => {
    expect(await moved(request)).toBe(10 * MINUTE)
  })
})

describe('the idle deadline is not moved (P9)', () => {
  it.each<[string, RequestOptions]>([
    ['by a passive path', { url: '/events' }],
    ['by a passive path with a query', { url: '/api/unread?since=7' }],
    ['by a passive path in a whole address', { url: 'https://app.example/events?a' }],
    [
      'by a passive path, whatever the method',
      { url: '/events', method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } },
    ],
    ['by a prefetch', { headers: { 'sec-purpose': 'prefetch' } }],
    ['by a prerendered page', { headers: { 'sec-purpose': 'prefetch;prerender' } }],
    [
      'by a prefetch through a private proxy',
      { headers: { 'sec-purpose': 'prefetch; anonymous-client-ip' } },
    ],
    ['by a prefetch of Safari', { headers: { purpose: 'prefetch' } }],
    ['by a prefetch of an older Firefox', { headers: { 'x-moz': 'prefetch' } }],
  ])('%s', async (_, request) => {
    expect(await moved(request)).toBe(0)
  })

  it('by what a function of the app says', async () => {
    const passive: SessionsOptions['passive'] = ({ header, url, method }) =>
      header('x-poll') === '1' && url === '/inbox' && method === 'GET'
    const poll = { url: '/inbox', headers: { 'x-poll': '1' } }
    expect(await moved(poll, { passive })).toBe(0)
    expect(await moved({ ...poll, url: '/' }, { passive })).toBe(10 * MINUTE)
    // It cannot make activity of a prefetch.
    expect(await moved({ headers: { 'sec-purpose': 'prefetch' } }, { passive: () => false })).toBe(0)
  })

  it('by what a passive request writes; what it writes is kept', async () => {
    const { signedIn, clock } = world({ idleTimeout: IDLE, ...PASSIVE })
    const alice = await signedIn()
    const before = (await alice.visit()).session.expiresAt
    clock.forward(10 * MINUTE)
    await alice.visit((session) => session.update({ read: 7 }), { url: '/api/unread' })
    const { session } = await alice.visit(() => {}, { url: '/events' })
    expect(session).toMatchObject({ data: { read: 7 }, expiresAt: before })
  })

  it('by a stream that was opened passively, however long it writes', async () => {
    const { signedIn, clock } = world({ idleTimeout: IDLE, ...PASSIVE })
    const alice = await signedIn()
    const { session } = await alice.request({ url: '/events' })
    clock.forward(31 * MINUTE)
    await expect(session.update({ n: 1 })).rejects.toMatchObject({ reason: 'idle-timeout' })
  })

  it('for a guest, a bearer token and a Server Component either', async () => {
    const { browser, clock, sessions, signedIn } = world({
      idleTimeout: IDLE,
      groups: { api: { carrier: 'bearer' } },
      ...PASSIVE,
    })
    const guest = browser()
    await guest.visit((session) => session.update({ n: 1 }))
    const alice = await signedIn()
    const { token } = await sessions.issue('bob', { group: 'api', authenticatedAt: clock.now() })
    const seen = async (url: string) => {
      const api = { url, headers: { authorization: `Bearer ${token}` } }
      const { header, ...rest } = carrierFor(alice.jar.header(), { url }, new TestHead())
      const views = [
        (await guest.visit(() => {}, { url })).session,
        (await browser().visit(() => {}, api)).session,
        await sessions.view({ ...rest, header }),
      ]
      return views.map(({ expiresAt }) => (expiresAt ?? 0) - clock.now())
    }
    const full = await seen('/')
    clock.forward(10 * MINUTE)
    expect(await seen('/events')).toEqual(full.map((left) => left - 10 * MINUTE))
    expect(await seen('/')).toEqual(full)
  })
})

describe('a passive request', () => {
  it('is renewed like any other: one write, which moves no deadline', async () => {
    const { signedIn, clock, watched, told } = world(PASSIVE)
    const alice = await signedIn()
    const before = (await alice.visit()).session.expiresAt
    clock.forward(16 * MINUTE)
    watched.taken()
    told()
    const { token } = alice
    const { session } = await alice.visit(() => {}, { url: '/events' })
    expect(watched.taken()).toEqual(['read', 'replace'])
    expect(told()).toEqual(['session-renewed'])
    expect(alice.token).not.toBe(token)
    expect(session.expiresAt).toBe(before)
  })

  it('that signs in makes a session like any other', async () => {
    const { browser, clock } = world(PASSIVE)
    const { session } = await browser().visit((session) => session.login('alice'), { url: '/events' })
    expect(session.expiresAt).toBe(clock.now() + 31 * MINUTE)
  })

  it('cannot be told where the app’s own function fails: neither can that request be served', async () => {
    const { signedIn } = world({
      passive: ({ url }) => {
        if (url === '/broken') throw new Error('no such header')
        return false
      },
    })
    const alice = await signedIn()
    await expect(alice.visit(() => {}, { url: '/broken' })).rejects.toThrow('no such header')
    expect((await alice.visit()).session.userId).toBe('alice')
  })
})
