import { describe, expect, it } from 'vitest'
import type { Carrier, ClientFacts, IssueOptions } from '../src/index.ts'
import { Browser, carrierFor, SESSION, TestHead } from './support/browser.ts'
import { HOUR, MINUTE } from './support/clock.ts'
import { type World, world } from './support/world.ts'

const bearers = () =>
  world({ groups: { device: { carrier: 'bearer', idleTimeout: '1h' }, kiosk: { idleTimeout: '5m' } } })

const withHeaders = (headers: Readonly<Record<string, string>>, cookie?: string) =>
  carrierFor(cookie, { headers }, new TestHead())

/** A session for alice, proved at this very moment. */
const issued = ({ sessions, clock }: World<Record<string, unknown>>, userId = 'alice') =>
  sessions.issue(userId, { group: 'device', authenticatedAt: clock.time })

const openBearer = ({ sessions }: World<Record<string, unknown>>, token: string, scheme = 'Bearer') =>
  sessions.open(withHeaders({ authorization: `${scheme} ${token}` }))

describe('a bearer token', () => {
  it('is issued once, and opens its session from the Authorization header', async () => {
    const app = bearers()
    const { token, id } = await app.sessions.issue('alice', {
      group: 'device',
      authenticatedAt: app.clock.time,
      amr: ['hwk'],
      client: { userAgent: 'Meter' },
    })
    expect(token).toMatch(/^[\w-]{116}$/)
    for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Bearer  ']) {
      const session = await openBearer(app, token, scheme)
      expect(session).toMatchObject({ state: 'user', userId: 'alice', id, group: 'device', amr: ['hwk'] })
    }
    expect(await app.sessions.list('alice')).toMatchObject([{ id, client: { userAgent: 'Meter' } }])
  })

  it('is unknown as a cookie, and a cookie’s token unknown as a bearer token', async () => {
    const app = bearers()
    const { token } = await issued(app)
    const alice = await app.signedIn()
    const asCookie = app.browser()
    asCookie.jar.plant(SESSION, token)
    expect((await asCookie.visit()).session.userId).toBeNull()
    expect((await openBearer(app, alice.token ?? '')).userId).toBeNull()
    expect((await openBearer(app, token)).userId).toBe('alice')
    expect((await alice.visit()).session.userId).toBe('alice')
  })

  it('comes before the cookie of the same request, and its failure makes no other session of it', async () => {
    const app = bearers()
    const { token, id } = await issued(app, 'bob')
    const alice = await app.signedIn()
    const cookie = `${SESSION}=${alice.token}`
    const both = withHeaders({ authorization: `Bearer ${token}` }, cookie)
    expect((await app.sessions.open(both)).userId).toBe('bob')
    await app.sessions.revoke(id)
    const guest = app.browser()
    await guest.visit((session) => session.update({ n: 1 }))
    const withGuest = withHeaders({ authorization: `Bearer ${token}` }, `${cookie}; ${guest.jar.header()}`)
    for (const carrier of [both, withGuest]) {
      expect(await app.sessions.open(carrier)).toMatchObject({
        state: 'none',
        userId: null,
        endedBecause: 'revoked-by-administrator',
      })
    }
  })

  it('is not looked at where no group takes one, nor anything that is not exactly one', async () => {
    const app = bearers()
    const { token } = await issued(app)
    for (const authorization of [
      token,
      `Basic ${token}`,
      `Bearer${token}`,
      `Bearer ${token}x`,
      `Bearer ${token} ${token}`,
      `Bearer ${token},`,
      `Bearer "${token}"`,
      `Bearer ${' '.repeat(1000)}${token}`,
      'Bearer',
      'Bearer ',
      '',
    ])
      expect((await app.sessions.open(withHeaders({ authorization }))).userId).toBeNull()
    const alice = await app.signedIn()
    const foreign = withHeaders(
      { authorization: 'Bearer header.payload.signature' },
      `${SESSION}=${alice.token}`,
    )
    expect((await app.sessions.open(foreign)).userId).toBe('alice')
  })

  it('is never renewed, sets no cookie, and is watched for idleness like any other', async () => {
    const app = bearers()
    const { token } = await issued(app)
    for (let i = 0; i < 10; i++) {
      app.clock.forward(50 * MINUTE)
      const carrier = withHeaders({ authorization: `Bearer ${token}` })
      const session = await app.sessions.open(carrier)
      await session.update({ i })
      expect(session.data).toEqual({ i })
      expect(carrier.response.names).toEqual([])
    }
    app.clock.forward(2 * HOUR)
    expect((await openBearer(app, token)).endedBecause).toBe('idle-timeout')
  })

  it('cannot be replaced in its own request: nothing is done, and the way to do it is told', async () => {
    const app = bearers()
    await app.signedIn()
    const { token } = await issued(app)
    app.watched.taken()
    const session = await openBearer(app, token)
    for (const run of [
      () => session.login('alice'),
      () => session.reauthenticate(),
      () => session.regenerate(),
      () => session.credentialsChanged(),
    ])
      await expect(run()).rejects.toThrow(/bearer client.*issue/)
    expect(app.watched.taken()).toEqual(['read'])
    expect(await app.sessions.list('alice')).toHaveLength(2)
  })

  it('can list, revoke others and log out, without a cookie', async () => {
    const app = bearers()
    const alice = await app.signedIn()
    const { token, id } = await issued(app)
    const carrier = withHeaders({ authorization: `Bearer ${token}` }, `${SESSION}=${alice.token}`)
    const session = await app.sessions.open(carrier)
    expect((await session.list()).find(({ current }) => current)?.id).toBe(id)
    expect(await session.revokeOthers()).toHaveLength(1)
    await session.logout()
    expect(carrier.response.names).toEqual([])
    expect(await app.sessions.list('alice')).toEqual([])
  })

  it.each([null, 'curl/8', ['curl/8']])('is not issued with a client that is %j', async (client) => {
    const { sessions, clock, watched } = bearers()
    const options = { group: 'device', authenticatedAt: clock.time, client: client as unknown as ClientFacts }
    await expect(sessions.issue('alice', options)).rejects.toThrow(TypeError)
    expect(watched.taken()).toEqual([])
  })

  it('is not issued without the moment at which the proof of identity began: an end-all since then would be missed', async () => {
    const app = bearers()
    const options = { group: 'device' } as IssueOptions
    await expect(app.sessions.issue('alice', options)).rejects.toThrow(/authenticatedAt.*began.*end-all/)
    await expect(app.sessions.issue('alice', undefined as unknown as IssueOptions)).rejects.toThrow(TypeError)
    expect(app.watched.taken()).toEqual([])
  })

  it('is issued within the limit of its group, and only for such a group', async () => {
    const app = world({ groups: { device: { carrier: 'bearer', limit: { max: 1, overflow: 'reject' } } } })
    await issued(app)
    await expect(issued(app)).rejects.toMatchObject({
      code: 'sess/limit',
    })
    for (const group of ['web', 'guest', 'nothing', '__proto__', 'constructor'])
      await expect(app.sessions.issue('alice', { group, authenticatedAt: 0 })).rejects.toThrow(/device/)
    await expect(
      app.browser().visit((session) => session.login('alice', { group: 'device' })),
    ).rejects.toThrow(/There is: web/)
  })

  it('is refused where its proof of identity began before an end-all', async () => {
    const app = bearers()
    const authenticatedAt = app.clock.time
    app.clock.forward(1)
    await app.sessions.revokeAll('alice')
    await expect(app.sessions.issue('alice', { group: 'device', authenticatedAt })).rejects.toMatchObject({
      code: 'sess/login-refused',
      why: 'ended-since',
    })
    await issued(app)
  })
})

describe('a group of the cookie', () => {
  it('gives its own rules to a session', async () => {
    const app = bearers()
    const person = app.browser()
    await person.visit((session) => session.login('alice', { group: 'kiosk' }))
    expect((await person.visit()).session.group).toBe('kiosk')
    app.clock.forward(6 * MINUTE)
    expect((await person.visit()).session.endedBecause).toBe('idle-timeout')
  })

  it('that is configured no longer leaves its tokens unknown, and ends nothing', async () => {
    const before = bearers()
    const person = before.browser()
    await person.visit((session) => session.login('alice', { group: 'kiosk' }))
    const after = world({ store: before.watched.store, now: before.clock.now })
    const later = new Browser(after.sessions, before.clock)
    later.jar.takeOver(person.jar)
    expect((await later.visit()).session).toMatchObject({ state: 'none', endedBecause: null })
    expect((await person.visit()).session.userId).toBe('alice')
  })
})

describe('view', () => {
  it('shows the session, and works with a carrier that is an object of a class', async () => {
    const app = world()
    const alice = await app.signedIn()
    class Incoming implements Omit<Carrier, 'response'> {
      readonly method = 'GET'
      readonly url = '/'
      readonly secure = true
      readonly address = undefined
      readonly #headers = new Map([['cookie', `${SESSION}=${alice.token}`]])
      header(name: string): string | undefined {
        return this.#headers.get(name)
      }
    }
    expect((await app.sessions.view(new Incoming())).userId).toBe('alice')
    expect((await app.sessions.open(new Incoming())).userId).toBe('alice')
  })
})
