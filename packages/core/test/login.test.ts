import { describe, expect, it } from 'vitest'
import { partitionOf, SessionEndedError } from '../src/index.ts'
import { GUEST } from './support/browser.ts'
import { world } from './support/world.ts'

interface Cart {
  readonly items?: readonly string[]
  readonly coupon?: string
}

describe('login', () => {
  it('makes a new record with a new token in the user’s partition', async () => {
    const { browser, clock, watched, told } = world()
    const person = browser()
    const { session, head } = await person.visit((session) =>
      session.login('alice', { amr: ['pwd', 'otp'], acr: 'aal2' }),
    )
    expect(watched.taken()).toEqual(['create'])
    expect(told()).toEqual(['session-created'])
    expect(session).toMatchObject({
      state: 'user',
      userId: 'alice',
      group: 'web',
      authTime: clock.time,
      amr: ['pwd', 'otp'],
      acr: 'aal2',
      createdAt: clock.time,
      data: {},
    })
    expect(head.cookies).toEqual([
      expect.stringMatching(
        /^__Host-sess=[\w-]{116}; Max-Age=43200; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
      ),
    ])
    const again = await browser().visit((session) => session.login('alice'))
    expect(again.session.id).not.toBe(session.id)
    expect(partitionOf(again.session.id ?? '')).toBe(partitionOf(session.id ?? ''))
  })

  it('ends the guest and clears its cookie in the same answer', async () => {
    const { browser, told } = world()
    const person = browser()
    await person.visit((session) => session.update({ n: 1 }))
    const planted = person.thief()
    const { head, session } = await person.visit((session) => session.login('alice'))
    expect(head.cookies.map((line) => line.split(';')[0]?.replace(/=.+/, '=…'))).toEqual([
      '__Host-sess=…',
      '__Host-sess-guest=',
    ])
    expect(person.jar.get(GUEST)).toBeUndefined()
    expect(session.data).toEqual({})
    expect(told()).toEqual(['session-created', 'session-ended', 'session-created'])
    expect((await planted.visit()).session).toMatchObject({ state: 'none', endedBecause: null })
  })

  it('a token planted before the login never sees it (fixation, P2)', async () => {
    const { browser } = world()
    const attacker = browser()
    await attacker.visit((session) => session.update({ n: 1 }))
    const running = await attacker.request()
    const victim = attacker.thief()
    await victim.visit((session) => session.login('victim', { carry: (guest) => guest }))
    expect((await attacker.visit()).session.userId).toBeNull()
    expect(running.session.userId).toBeNull()
    await expect(running.session.update({ n: 2 })).rejects.toThrow(SessionEndedError)
  })

  it('a user token planted before the login is dead too, and its data stays behind', async () => {
    const { browser, signedIn } = world()
    const mallory = await signedIn('mallory')
    await mallory.visit((session) => session.update({ secret: 'of mallory' }))
    const victim = mallory.thief()
    const { session } = await victim.visit((session) =>
      session.login('victim', { carry: () => ({ carried: 'from a user' }) }),
    )
    expect(session.data).toEqual({})
    expect((await mallory.visit()).session).toMatchObject({ state: 'none', endedBecause: 'signed-in-again' })
    expect((await browser().visit()).session.state).toBe('none')
  })

  it('carries what the app chooses, and only from a guest', async () => {
    const { browser } = world<Cart>()
    const person = browser()
    await person.visit((session) => session.update({ items: ['tea'], coupon: 'X' }))
    await person.visit((session) => session.login('alice', { carry: ({ items = [] }) => ({ items }) }))
    expect((await person.visit()).session.data).toEqual({ items: ['tea'] })
  })

  it('carries what the guest wrote while the login was under way (P6)', async () => {
    const { browser, watched } = world<Cart>()
    const person = browser()
    await person.visit((session) => session.update({ items: ['tea'] }))
    const tab = await person.request()
    const login = await person.request()
    watched.once('create', () => tab.session.update(({ items = [] }) => ({ items: [...items, 'milk'] })))
    await login.session.login('alice', { carry: (guest) => guest })
    expect(login.session.data).toEqual({ items: ['tea', 'milk'] })
    login.deliver()
    expect((await person.visit()).session).toMatchObject({
      userId: 'alice',
      data: { items: ['tea', 'milk'] },
    })
  })

  it('hands out no token before the newer guest data is merged', async () => {
    const { browser, watched } = world<Cart>()
    const person = browser()
    await person.visit((session) => session.update({ items: ['tea'] }))
    const tab = await person.request()
    const login = await person.request()
    watched.before = async (verb) => {
      if (verb === 'create') await tab.session.update({ coupon: 'late' })
      if (verb === 'replace') expect(login.head.names).toEqual([])
    }
    await login.session.login('alice', { carry: (guest) => guest })
    expect(watched.taken().slice(-2)).toEqual(['replace', 'replace'])
    expect(login.head.cookies).toHaveLength(2)
  })

  it('fails, and hands out nothing, when all sessions end while the guest data is merged', async () => {
    const { browser, watched, sessions } = world<Cart>()
    const person = browser()
    await person.visit((session) => session.update({ items: ['tea'] }))
    const tab = await person.request()
    const login = await person.request()
    let merging = false
    watched.before = async (verb) => {
      if (verb === 'create' && !merging) await tab.session.update({ coupon: 'late' })
      if (verb === 'create') merging = true
      if (verb !== 'replace' || !merging) return
      watched.before = () => {}
      await sessions.revokeAll('alice')
    }
    await expect(login.session.login('alice', { carry: (guest) => guest })).rejects.toMatchObject({
      code: 'sess/ended',
      reason: 'revoked-by-administrator',
    })
    expect(login.head.names).toEqual([])
    expect(await sessions.list('alice')).toEqual([])
  })

  it('of a user who is signed in already replaces the session', async () => {
    const { signedIn, sessions } = world()
    const alice = await signedIn()
    const old = alice.thief()
    const { session } = await alice.visit((session) => session.login('alice'))
    expect((await sessions.list('alice')).map(({ id }) => id)).toEqual([session.id])
    expect((await old.visit()).session).toMatchObject({ state: 'none', endedBecause: 'signed-in-again' })
  })

  it('twice in one request leaves one session, and one cookie', async () => {
    const { browser, sessions } = world()
    const person = browser()
    const { head } = await person.visit(async (session) => {
      await session.login('alice')
      await session.login('bob')
    })
    expect(head.cookies).toHaveLength(1)
    expect(await sessions.list('alice')).toEqual([])
    expect((await person.visit()).session.userId).toBe('bob')
  })

  it('with a key that was just replaced is refused: the client is told to retry', async () => {
    const { signedIn, watched } = world()
    const alice = await signedIn()
    const late = alice.thief()
    await alice.visit((session) => session.regenerate())
    watched.taken()
    const { head } = await late.visit(async (session) => {
      expect(session.state).toBe('superseded')
      await expect(session.login('alice')).rejects.toMatchObject({ code: 'sess/superseded', status: 409 })
    })
    expect(watched.taken()).toEqual(['read'])
    expect(head.names).toEqual([])
  })
})
