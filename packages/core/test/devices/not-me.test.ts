import { describe, expect, test } from 'vitest'
import {
  type NotMeOptions,
  notMe,
  type UnfamiliarSignIn,
  unfamiliarSignIns,
} from '../../src/devices/index.ts'
import { createSessions, type ReplayGuard, type SessEvent } from '../../src/index.ts'
import { memoryDeviceLedger, memoryReplayGuard } from '../../src/memory.ts'
import { KEY, OTHER_KEY } from '../config/refused-others.ts'
import { Browser } from '../support/browser.ts'
import { Clock, DAY, MINUTE } from '../support/clock.ts'
import { WatchedStore } from '../support/watched-store.ts'

const URL_OF_IT = 'https://app.example/account/not-me'
const AT_HOME = { headers: { 'user-agent': 'curl/8.5.0' } }
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'

interface Given {
  readonly secrets?: readonly string[]
  readonly replayGuard?: ReplayGuard
  readonly watched?: WatchedStore
  readonly clock?: Clock
  readonly options?: NotMeOptions
}

function world({
  secrets = [KEY],
  clock = new Clock(),
  replayGuard = memoryReplayGuard({ now: clock.now }),
  watched = new WatchedStore(),
  options,
}: Given = {}) {
  const events: SessEvent[] = []
  const sessions = createSessions({
    store: watched.store,
    now: clock.now,
    secrets,
    replayGuard,
    signIns: unfamiliarSignIns({ ledger: memoryDeviceLedger() }),
    onEvent: (event) => {
      events.push(event)
    },
  })
  const link = notMe(sessions, options)
  const browser = () => new Browser(sessions, clock)
  const headers = { 'user-agent': FIREFOX }
  const get = (token: string, method = 'GET') =>
    link.handler(new Request(`${URL_OF_IT}?${new URLSearchParams({ token })}`, { method }))
  const post = (token: string) =>
    link.handler(new Request(URL_OF_IT, { method: 'POST', body: new URLSearchParams({ token }) }))
  /** Somebody has signed in as alice; and a thief from a device that she does not know. */
  const broken = async () => {
    clock.forward(11 * MINUTE)
    const alice = browser()
    await alice.visit((session) => session.login('alice'), AT_HOME)
    clock.forward(11 * MINUTE)
    const thief = browser()
    await thief.visit((session) => session.login('alice'), { headers })
    const event = events.findLast((one): one is UnfamiliarSignIn => one.type === 'sign-in-unfamiliar')
    if (event?.ref.id !== (await thief.visit()).session.id) throw new Error('nothing was unfamiliar')
    return { alice, thief, event, token: await link.tokenFor(event) }
  }
  return { events, sessions, clock, watched, link, browser, get, post, broken }
}

describe('"this wasn\'t me"', () => {
  test("a mail scanner's visits change nothing, and need no store", async () => {
    const { broken, get, watched, events } = world()
    const { thief, token } = await broken()
    const [before, heard] = [watched.memory.dump(), events.length]
    watched.taken()
    for (const method of ['GET', 'HEAD', 'GET']) expect((await get(token, method)).status).toBe(200)
    expect([watched.taken(), watched.memory.dump(), events.length]).toEqual([[], before, heard])
    expect((await thief.visit()).session.userId).toBe('alice')
  })

  test('the page asks, names the device, and posts the token to itself; nobody frames, caches or learns its address', async () => {
    const { broken, get } = world()
    const { token } = await broken()
    const { headers, ...response } = await get(token).then(async (answer) => ({
      headers: answer.headers,
      text: await answer.text(),
    }))
    expect(response.text).toContain('Firefox on Windows')
    expect(response.text).toContain(`<form method="post" action="?">`)
    expect(response.text).toContain(`name="token" value="${token}"`)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('strict-origin')
  })

  test('once posted, the session ends, with all of that user, and the next sign-in has to step up', async () => {
    const { broken, post, browser, events } = world()
    const { thief, alice, token, event } = await broken()
    expect((await post(token)).status).toBe(200)
    for (const person of [thief, alice])
      expect((await person.visit()).session).toMatchObject({ userId: null, endedBecause: 'compromised' })
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'account-compromised',
        evidence: expect.stringContaining(event.ref.id),
        ref: expect.objectContaining({ userId: 'alice' }),
      }),
    )
    const again = browser()
    await again.visit((session) => session.login('alice', { amr: ['pwd'] }))
    expect((await again.visit()).session.marked).toBe(true)
  })

  test('it is used once, whatever races: fifty at once, and every other link about the same sign-in', async () => {
    const { broken, post, link, events } = world()
    const { token, event } = await broken()
    const other = await link.tokenFor(event)
    expect(other).not.toBe(token)
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(token)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await post(token)).status).toBe(410)
    expect((await post(other)).status).toBe(410)
    expect(events.filter(({ type }) => type === 'account-compromised')).toHaveLength(1)
  })

  test('old, used, made up, tampered with, of another purpose or of another secret: one and the same page', async () => {
    const { broken, get, post, clock, sessions, watched } = world()
    const old = await broken()
    const foreign = await world({ secrets: [OTHER_KEY], watched, clock }).broken()
    clock.forward(7 * DAY)
    const used = await broken()
    expect((await post(used.token)).status).toBe(200)
    const { token } = await broken()
    const last = token.at(-1) === 'A' ? 'B' : 'A'
    const bad = [
      old.token,
      foreign.token,
      `${token.slice(0, -1)}${last}`,
      `${token}A`,
      `A${token.slice(1)}`,
      token.slice(0, 40),
      '',
      'x'.repeat(5000),
      'é'.repeat(60),
    ]
    const before = watched.memory.dump()
    const pages = await Promise.all([post(used.token), ...bad.flatMap((one) => [get(one), post(one)])])
    const told = await Promise.all(
      pages.map(async (one) => JSON.stringify([one.status, [...one.headers], await one.text()])),
    )
    expect(new Set(told).size).toBe(1)
    expect(pages[0]?.status).toBe(410)
    expect(watched.memory.dump()).toBe(before)
    expect(await sessions.list('alice')).not.toHaveLength(0)
    expect((await post(token)).status).toBe(200)
  })

  test('neither link nor events say whose it is, and the events hold no token', async () => {
    const { broken, events, clock } = world()
    const { token, event } = await broken()
    const readable = Buffer.from(token, 'base64url').toString('latin1')
    for (const secret of ['alice', event.ref.id, 'Firefox']) {
      expect(token).not.toContain(secret)
      expect(readable).not.toContain(secret)
    }
    expect(JSON.stringify(events)).not.toContain(token)
    expect(event.at).toBe(clock.time)
  })

  test('outlives a rotation of secrets, not the removal of its own', async () => {
    const { broken, watched, clock } = world()
    const { token } = await broken()
    const under = (secrets: string[]) => world({ secrets, watched, clock }).post(token)
    expect((await under([OTHER_KEY])).status).toBe(410)
    expect((await under([OTHER_KEY, KEY])).status).toBe(200)
  })

  test('an outage is a 503, and the link works when it is over: the guard down, and the store right after it', async () => {
    const guard = memoryReplayGuard()
    let down = true
    const replayGuard: ReplayGuard = {
      consumeOnce: async (key, expiresAt) => {
        if (down) throw new Error('ECONNREFUSED')
        return guard.consumeOnce(key, expiresAt)
      },
    }
    const { broken, post, watched } = world({ replayGuard })
    const { token, thief } = await broken()
    const refused = await post(token)
    expect(refused.status).toBe(503)
    expect(await refused.text()).not.toContain('ECONNREFUSED')
    down = false
    watched.once('endAll', () => {
      throw new Error('ECONNREFUSED')
    })
    expect((await post(token)).status).toBe(503)
    expect((await thief.visit()).session.userId).toBe('alice')
    expect((await post(token)).status).toBe(200)
    expect((await thief.visit()).session.endedBecause).toBe('compromised')
    expect((await post(token)).status).toBe(410)
  })

  test('an app draws its own pages, and other methods are refused', async () => {
    const { broken, get, link } = world({ options: { page: ({ kind }) => new Response(`own: ${kind}`) } })
    const { token } = await broken()
    expect(await (await get(token)).text()).toBe('own: ask')
    const put = await link.handler(new Request(URL_OF_IT, { method: 'PUT', body: 'x' }))
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  })

  test('without secrets or a replay guard, or with a lifetime that is none, it does not start', () => {
    const guard = memoryReplayGuard()
    const sessions = (options: object) => createSessions({ store: new WatchedStore().store, ...options })
    const fault = (option: string) => expect.objectContaining({ code: 'sess/config', option })
    expect(() => notMe(sessions({ replayGuard: guard }))).toThrow(fault('secrets'))
    expect(() => notMe(sessions({ secrets: [KEY] }))).toThrow(fault('replayGuard'))
    const good = sessions({ secrets: [KEY], replayGuard: guard })
    expect(() => notMe(good, { for: '31d' })).toThrow(fault('notMe.for'))
    expect(() => notMe(good, { page: 'x' as never })).toThrow(fault('notMe.page'))
    expect(() => notMe(good, { lifetime: '1d' } as never)).toThrow(fault('notMe.lifetime'))
  })

  test('it is made for an unfamiliar sign-in, and for nothing else', async () => {
    const { link, broken, events } = world()
    await broken()
    const other = events.find(({ type }) => type === 'session-created') as never
    await expect(link.tokenFor(other)).rejects.toThrow(TypeError)
  })
})
