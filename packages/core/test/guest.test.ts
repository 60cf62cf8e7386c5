import { describe, expect, it } from 'vitest'
import { GUEST, SESSION } from './support/browser.ts'
import { HOUR, MINUTE } from './support/clock.ts'
import { world } from './support/world.ts'

describe('a guest', () => {
  it('costs nothing until data is written: no command, no cookie, no header', async () => {
    const { browser, watched } = world()
    const { session, head } = await browser().visit((session) => {
      expect(session.data).toEqual({})
    })
    expect(watched.taken()).toEqual([])
    expect(head.names).toEqual([])
    expect(session).toMatchObject({
      state: 'none',
      id: null,
      userId: null,
      authTime: null,
      acr: null,
      amr: [],
      createdAt: null,
      expiresAt: null,
      endedBecause: null,
    })
  })

  it('costs nothing for what changes nothing', async () => {
    const { browser, watched } = world()
    const { head } = await browser().visit(async (session) => {
      await session.update({})
      await session.update((data) => data)
      expect(session.state).toBe('none')
    })
    expect(watched.taken()).toEqual([])
    expect(head.names).toEqual([])
  })

  it('costs nothing to list, revoke or log out', async () => {
    const { browser, watched } = world()
    const { head } = await browser().visit(async (session) => {
      expect(await session.list()).toEqual([])
      expect(await session.revoke('x'.repeat(24))).toBe(false)
      await session.logout()
    })
    expect(watched.taken()).toEqual([])
    expect(head.names).toEqual([])
  })

  it('has a record, and a cookie of its own name, from the first write on', async () => {
    const { browser, told, watched } = world()
    const guest = browser()
    const first = await guest.visit((session) => session.update({ cart: [1] }))
    expect(watched.taken()).toEqual(['create'])
    expect(told()).toEqual(['session-created'])
    expect(first.session).toMatchObject({ state: 'guest', userId: null, group: 'guest', data: { cart: [1] } })
    expect(first.head.cookies).toEqual([
      expect.stringMatching(
        /^__Host-sess-guest=[\w-]{116}; Max-Age=43200; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
      ),
    ])
    expect(first.head.get('cache-control')).toEqual(['no-store'])
    expect(first.head.get('vary')).toEqual(['Cookie'])

    const second = await guest.visit((session) => session.update({ seen: true }))
    expect(second.session.data).toEqual({ cart: [1], seen: true })
    expect(second.session.id).toBe(first.session.id)
    expect(second.head.names).toEqual([])
  })

  it('is never renewed', async () => {
    const { browser, clock, watched } = world()
    const guest = browser()
    await guest.visit((session) => session.update({ n: 1 }))
    const token = guest.jar.get(GUEST)
    for (let quarter = 0; quarter < 40; quarter++) {
      clock.forward(16 * MINUTE)
      const { session, head } = await guest.visit()
      expect(session.state).toBe('guest')
      expect(head.names).toEqual([])
    }
    expect(guest.jar.get(GUEST)).toBe(token)
    expect(new Set(watched.taken())).toEqual(new Set(['create', 'read', 'replace']))
  })

  it('follows the timeouts of guests', async () => {
    const { browser, clock } = world({
      guests: { idleTimeout: '1h', idleTolerance: '1m', absoluteTimeout: '2h' },
    })
    const guest = browser()
    const { session } = await guest.visit((session) => session.update({ n: 1 }))
    expect(session.expiresAt).toBe(clock.time + HOUR + MINUTE)
    clock.forward(HOUR + MINUTE)
    expect((await guest.visit()).session.state).toBe('none')
  })

  it('cannot write where the head has been sent, and nothing is left behind', async () => {
    const { browser, watched } = world()
    await browser().visit(async (session, { head }) => {
      head.sent = true
      await expect(session.update({ n: 1 })).rejects.toMatchObject({ code: 'sess/headers-sent' })
    })
    expect(watched.taken()).toEqual([])
  })

  it('has no re-keying, and no others to end', async () => {
    const { browser } = world()
    await browser().visit(async (session) => {
      await session.update({ n: 1 })
      for (const run of [
        () => session.reauthenticate(),
        () => session.regenerate(),
        () => session.credentialsChanged(),
        () => session.revokeOthers(),
      ])
        await expect(run()).rejects.toMatchObject({ code: 'sess/not-authenticated', status: 401 })
    })
  })
})

describe('cookie names', () => {
  it('a guest token under the session name is unknown, and a session token under the guest name too', async () => {
    const { browser, signedIn } = world()
    const guest = browser()
    await guest.visit((session) => session.update({ n: 1 }))
    const alice = await signedIn()
    const swapped = browser()
    swapped.jar.plant(SESSION, guest.jar.get(GUEST) ?? '')
    swapped.jar.plant(GUEST, alice.token ?? '')
    const { session, head } = await swapped.visit()
    expect(session).toMatchObject({ state: 'none', userId: null, id: null, endedBecause: null })
    expect(head.names).toEqual([])
    expect((await alice.visit()).session.userId).toBe('alice')
    expect((await guest.visit()).session.state).toBe('guest')
  })

  it('a guest answer that arrives after the login does not undo it', async () => {
    const { browser } = world()
    const person = browser()
    const slow = await person.request()
    await slow.session.update({ n: 1 })
    await person.visit((session) => session.login('alice'))
    slow.deliver()
    const { session } = await person.visit()
    expect(session).toMatchObject({ state: 'user', userId: 'alice' })
  })

  it('the guest cookie is read where the session is over, and never touches the session cookie', async () => {
    const { signedIn, sessions } = world()
    const alice = await signedIn()
    const before = alice.token
    await sessions.revokeAll('alice')
    const { session, head } = await alice.visit((session) => session.update({ n: 1 }))
    expect(session.state).toBe('guest')
    expect(head.cookies.map((line) => line.split('=')[0])).toEqual([GUEST])
    expect(alice.token).toBe(before)
    expect((await alice.visit()).session).toMatchObject({
      state: 'guest',
      data: { n: 1 },
      endedBecause: 'revoked-by-administrator',
    })
  })
})
