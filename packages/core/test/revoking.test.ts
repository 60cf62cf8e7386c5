import { describe, expect, it } from 'vitest'
import { createSessions } from '../src/index.ts'
import { memoryStore } from '../src/memory.ts'
import { SESSION } from './support/browser.ts'
import { MINUTE } from './support/clock.ts'
import { world } from './support/world.ts'

const cleared = (name: string) => `${name}=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax`

describe('the sessions of the same user', () => {
  it('are listed oldest first, with what their clients said, and which one asks', async () => {
    const { browser, clock } = world()
    const phone = browser()
    const facts = { address: '203.0.113.7', headers: { 'user-agent': 'Phone/1.0' } }
    await phone.visit((session) => session.login('alice', { amr: ['pwd'] }), facts)
    clock.forward(MINUTE)
    const laptop = browser()
    await laptop.visit((session) => session.login('alice', { amr: ['webauthn'], acr: 'aal2' }))
    const { value, session } = await laptop.visit((session) => session.list())
    const start = clock.time - MINUTE
    expect(value).toEqual([
      {
        id: (await phone.visit()).session.id,
        group: 'web',
        createdAt: start,
        seenAt: start,
        expiresAt: start + 31 * MINUTE,
        current: false,
        client: { address: '203.0.113.7', userAgent: 'Phone/1.0' },
        name: null,
        actor: null,
        authTime: start,
        acr: null,
        amr: ['pwd'],
      },
      expect.objectContaining({ id: session.id, current: true, client: {}, acr: 'aal2', amr: ['webauthn'] }),
    ])
  })

  it('a client’s description is cut at 256 characters', async () => {
    const { browser, sessions } = world()
    await browser().visit((session) => session.login('alice'), {
      headers: { 'user-agent': 'x'.repeat(5000) },
    })
    expect((await sessions.list('alice'))[0]?.client.userAgent).toHaveLength(256)
  })

  it('one can be ended by its id, once', async () => {
    const { signedIn, events } = world()
    const [laptop, phone] = [await signedIn(), await signedIn()]
    const { id } = (await phone.visit()).session
    const { session, value } = await laptop.visit(async (session) => [
      await session.revoke(id ?? ''),
      await session.revoke(id ?? ''),
    ])
    expect(value).toEqual([true, false])
    expect(events.at(-1)).toMatchObject({ reason: 'revoked-by-user', ref: { id }, by: session.id })
    expect((await phone.visit()).session.endedBecause).toBe('revoked-by-user')
    expect((await laptop.visit()).session.userId).toBe('alice')
  })

  it('the current one can be ended too: a logout', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    const { head, value } = await alice.visit((session) => session.revoke(session.id ?? ''))
    expect(value).toBe(true)
    expect(head.cookies).toEqual([cleared(SESSION)])
    expect((await alice.visit()).session.state).toBe('none')
  })

  it('somebody else’s, a guest’s, or none at all cannot', async () => {
    const { signedIn, browser, watched } = world()
    const [alice, bob] = [await signedIn('alice'), await signedIn('bob')]
    const guest = browser()
    await guest.visit((session) => session.update({ n: 1 }))
    const ids = [
      (await bob.visit()).session.id,
      (await guest.visit()).session.id,
      '',
      'x',
      '__proto__',
      undefined,
      null,
      { toString: () => 'x' },
    ]
    watched.taken()
    for (const id of ids) {
      expect((await alice.visit((session) => session.revoke(id as string))).value).toBe(false)
    }
    expect(new Set(watched.taken())).toEqual(new Set(['read']))
    expect((await bob.visit()).session.userId).toBe('bob')
    expect((await guest.visit()).session.state).toBe('guest')
  })

  it('a partition alone is no proof of ownership', async () => {
    const { signedIn, sessions, watched } = world()
    const alice = await signedIn('alice')
    const { id } = (await alice.visit()).session
    const record = await watched.memory.read(id ?? '')
    const foreign = `${id?.slice(0, 12)}AAAAAAAAAAAA`
    if (record) await watched.memory.create({ ...record, id: foreign, userId: 'carol', revision: 'r' }, 0)
    expect((await alice.visit((session) => session.revoke(foreign))).value).toBe(false)
    expect(await sessions.revoke(foreign)).toBe(true)
  })

  it('all others can be ended at once, and logins under way with them', async () => {
    const { signedIn, browser, clock } = world()
    const [laptop, phone, tablet] = [await signedIn(), await signedIn(), await signedIn()]
    const login = await browser().request()
    clock.forward(1)
    const ids = [(await phone.visit()).session.id, (await tablet.visit()).session.id]
    const { value } = await laptop.visit((session) => session.revokeOthers())
    expect(value.toSorted()).toEqual(ids.toSorted())
    expect((await laptop.visit()).session.userId).toBe('alice')
    expect((await phone.visit()).session.endedBecause).toBe('revoked-by-user')
    await expect(login.session.login('alice')).rejects.toMatchObject({ code: 'sess/login-refused' })
  })
})

describe('without a request', () => {
  it('an administrator ends one, or all but one, with a reason and a name', async () => {
    const { signedIn, sessions, events, clock } = world()
    const laptop = await signedIn()
    clock.forward(1)
    const phone = await signedIn()
    clock.forward(1)
    const tablet = await signedIn()
    const [first, second, third] = (await sessions.list('alice')).map(({ id }) => id)
    expect(await sessions.revoke(first ?? '', { reason: 'compromised', by: 'admin-7' })).toBe(true)
    expect(events.at(-1)).toMatchObject({ type: 'session-ended', reason: 'compromised', by: 'admin-7' })
    expect(events.at(-1)).not.toHaveProperty('client')
    expect(await sessions.revoke(first ?? '')).toBe(false)
    expect(await sessions.revoke('nothing')).toBe(false)
    expect(await sessions.revokeAll('alice', { except: second ?? '', reason: 'account-disabled' })).toEqual([
      third,
    ])
    expect((await laptop.visit()).session.endedBecause).toBe('compromised')
    expect((await phone.visit()).session.userId).toBe('alice')
    expect((await tablet.visit()).session.endedBecause).toBe('account-disabled')
  })

  it('a user id that is none is a TypeError', async () => {
    const { sessions, watched } = world()
    for (const userId of ['', undefined, null, 5]) {
      await expect(sessions.list(userId as string)).rejects.toThrow(TypeError)
      await expect(sessions.revokeAll(userId as string)).rejects.toThrow(TypeError)
    }
    expect(watched.taken()).toEqual([])
  })

  it('a reason that is none is a TypeError', async () => {
    const { sessions, signedIn } = world()
    await signedIn()
    const [info] = await sessions.list('alice')
    const reason = 'because' as 'logout'
    await expect(sessions.revoke(info?.id ?? '', { reason })).rejects.toThrow(TypeError)
    await expect(sessions.revokeAll('alice', { reason })).rejects.toThrow(TypeError)
    expect(await sessions.list('alice')).toHaveLength(1)
  })

  it('what nobody needs any more is removed, batch after batch, and somebody hears how far it is', async () => {
    const { browser, sessions, clock, watched } = world()
    for (let i = 0; i < 5; i++) await browser().visit((session) => session.update({ i }))
    expect(await sessions.sweep()).toBe(0)
    clock.forward(24 * 60 * MINUTE)
    watched.taken()
    const heard: number[] = []
    const onProgress = (removed: number) => heard.push(removed) < 2
    expect(await sessions.sweep({ batch: 2, onProgress })).toBe(4)
    expect(heard, 'and it stops where the listener says so').toEqual([2, 4])
    expect(await sessions.sweep({ batch: 2, onProgress: () => {} })).toBe(1)
    expect(watched.taken()).toEqual(['sweep', 'sweep', 'sweep'])
  })

  it('a store that drops things by itself has nothing to sweep', async () => {
    const { sweep, ...store } = memoryStore()
    expect(await createSessions({ store }).sweep()).toBe(0)
  })

  it('a batch of sweep that is none is a TypeError', async () => {
    const { sessions } = world()
    for (const batch of [0, -1, 1.5, Number.NaN])
      await expect(sessions.sweep({ batch })).rejects.toThrow(TypeError)
  })
})
