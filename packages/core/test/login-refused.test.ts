import { describe, expect, it } from 'vitest'
import type { LoginOptions } from '../src/index.ts'
import { carrierFor, TestHead } from './support/browser.ts'
import { HOUR } from './support/clock.ts'
import { world } from './support/world.ts'

interface Cart {
  readonly items?: readonly string[]
  readonly coupon?: string
}

describe('a login that cannot be', () => {
  it('fails before anything is written when the head has been sent', async () => {
    const { browser, watched } = world()
    await browser().visit(async (session, { head }) => {
      head.sent = true
      await expect(session.login('alice')).rejects.toMatchObject({ code: 'sess/headers-sent', status: 500 })
    })
    expect(watched.taken()).toEqual([])
  })

  it('says so when the head left while the store was asked', async () => {
    const { browser, watched } = world()
    await browser().visit(async (session, { head }) => {
      watched.once('create', () => {
        head.sent = true
      })
      await expect(session.login('alice')).rejects.toMatchObject({
        code: 'sess/headers-sent',
        message: expect.stringContaining('while'),
      })
    })
  })

  it('is a TypeError where no cookie can be set', async () => {
    const { sessions } = world()
    const { response: _, ...carrier } = carrierFor(undefined, {}, new TestHead())
    await expect((await sessions.open(carrier)).login('alice')).rejects.toThrow(TypeError)
  })

  it.each<[string, unknown, LoginOptions<Record<string, unknown>>]>([
    ['an empty user id', '', {}],
    ['no user id', undefined, {}],
    ['a number', 7, {}],
    ['an object', { toString: () => 'alice' }, {}],
    ['513 characters', 'x'.repeat(513), {}],
    ['half a surrogate pair', 'a\ud800', {}],
    ['an unknown group', 'alice', { group: 'mobile' }],
    ['the guests’ group', 'alice', { group: 'guest' }],
    ['a name of Object’s prototype', 'alice', { group: '__proto__' }],
    ['acrFor without acr', 'alice', { acrFor: '5m' }],
    ['amr as one text', 'alice', { amr: 'pwd' as unknown as string[] }],
    ['amr with what is no text', 'alice', { amr: [1] as unknown as string[] }],
    ['an acr that is a number, as a provider may send it', 'alice', { acr: 2 as unknown as string }],
    ['one id where a list is asked for', 'alice', { evict: 'AbC' as unknown as string[] }],
    ['a list of what is no id', 'alice', { evict: [1] as unknown as string[] }],
    ['authenticatedAt that is no number', 'alice', { authenticatedAt: Number.NaN }],
    ['authenticatedAt as a text', 'alice', { authenticatedAt: '0' as unknown as number }],
  ])('is a TypeError for %s, and nobody is signed out by it', async (_, userId, options) => {
    const { signedIn, watched } = world()
    const alice = await signedIn()
    watched.taken()
    const { head } = await alice.visit(async (session) => {
      await expect(session.login(userId as string, { ...options, endOthers: true })).rejects.toThrow(
        TypeError,
      )
    })
    expect(watched.taken()).toEqual(['read'])
    expect(head.names).toEqual([])
    expect((await alice.visit()).session.userId).toBe('alice')
  })

  it('accepts any other text as a user id, of any alphabet', async () => {
    const { browser, sessions } = world()
    for (const userId of ['x'.repeat(512), '用户', '🙂', ' ', 'a b', '__proto__', 'constructor', '\u0000']) {
      const person = browser()
      await person.visit((session) => session.login(userId))
      expect((await person.visit()).session.userId).toBe(userId)
      expect(await sessions.list(userId)).toHaveLength(1)
    }
  })

  it('leaves the guest as it was when carry() throws', async () => {
    const { browser, watched } = world<Cart>()
    const person = browser()
    await person.visit((session) => session.update({ items: ['tea'] }))
    watched.taken()
    await person.visit(async (session) => {
      const carry = (): Cart => {
        throw new Error('carry broke')
      }
      await expect(session.login('alice', { carry, endOthers: true })).rejects.toThrow('carry broke')
    })
    expect(watched.taken()).toEqual(['read'])
    expect((await person.visit()).session).toMatchObject({ state: 'guest', data: { items: ['tea'] } })
  })
})

describe('the proof of identity', () => {
  it('that began before an end-all does not count; at that very moment it does', async () => {
    const { browser, sessions, clock, told } = world()
    const early = await browser().request()
    clock.forward(1)
    await sessions.revokeAll('alice')
    const same = await browser().request()
    told()
    await expect(early.session.login('alice')).rejects.toMatchObject({
      code: 'sess/login-refused',
      status: 401,
    })
    expect(told()).toEqual(['login-refused'])
    expect(early.head.names).toEqual([])
    await same.session.login('alice')
    expect(same.session.userId).toBe('alice')
  })

  it('may have begun earlier than the request, for as long as loginTimeout', async () => {
    const { browser, clock } = world({ loginTimeout: '10m' })
    clock.forward(HOUR)
    await browser().visit(async (session) => {
      const authenticatedAt = clock.time - 10 * 60_000
      await expect(session.login('alice', { authenticatedAt: authenticatedAt - 1 })).rejects.toMatchObject({
        code: 'sess/login-refused',
      })
      await session.login('alice', { authenticatedAt })
    })
  })

  it('that claims to begin in the future does not slip past an end-all that comes between', async () => {
    const { browser, sessions, clock, watched } = world()
    const { session, head } = await browser().request()
    watched.once('create', async () => {
      clock.forward(1)
      await sessions.revokeAll('alice')
    })
    await expect(session.login('alice', { authenticatedAt: clock.time + HOUR })).rejects.toMatchObject({
      code: 'sess/login-refused',
    })
    expect(head.names).toEqual([])
  })

  it('counts as new when the same request has ended all others: a password reset', async () => {
    const { browser, signedIn, sessions, clock } = world()
    const thief = await signedIn()
    const loginInFlight = await browser().request()
    clock.forward(1000)
    const authenticatedAt = clock.time
    clock.forward(1000)
    const { session } = await browser().visit((session) =>
      session.login('alice', { endOthers: true, authenticatedAt }),
    )
    expect((await sessions.list('alice')).map(({ id }) => id)).toEqual([session.id])
    expect((await thief.visit()).session.endedBecause).toBe('credentials-changed')
    await expect(loginInFlight.session.login('alice')).rejects.toMatchObject({ code: 'sess/login-refused' })
  })

  it('counts after its own end-all, though the clock was set back in between', async () => {
    const { browser, watched, clock } = world()
    const { session } = await browser().visit((session) => {
      watched.once('create', () => clock.forward(-1))
      watched.once('endAll', () => clock.forward(-500))
      return session.login('alice', { endOthers: true })
    })
    expect(session.userId).toBe('alice')
  })

  it('does not count as new because the same request has ended the sessions of somebody else', async () => {
    const { signedIn, sessions, clock } = world()
    const alice = await signedIn('alice')
    await alice.visit(async (session) => {
      clock.forward(1000)
      await sessions.revokeAll('bob')
      clock.forward(1000)
      await session.revokeOthers()
      await expect(session.login('bob')).rejects.toMatchObject({ code: 'sess/login-refused' })
    })
    expect(await sessions.list('bob')).toEqual([])
  })
})
