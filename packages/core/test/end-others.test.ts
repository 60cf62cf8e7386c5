import { describe, expect, it } from 'vitest'
import { world } from './support/world.ts'

const down = new Error('connect ECONNREFUSED')

describe('a login that ends all others', () => {
  it('ends each of them for one reason, whatever the limit, and refuses the logins under way', async () => {
    for (const overflow of ['reject', 'evict-oldest'] as const) {
      const app = world({ limit: { max: 2, overflow } })
      const others = [await app.signedIn(), await app.signedIn()]
      const inFlight = await app.browser().request()
      app.clock.forward(1)
      const { session } = await app.browser().visit((session) => session.login('alice', { endOthers: true }))
      expect((await app.sessions.list('alice')).map(({ id }) => id)).toEqual([session.id])
      for (const other of others)
        expect((await other.visit()).session.endedBecause).toBe('credentials-changed')
      await expect(inFlight.session.login('alice')).rejects.toMatchObject({ code: 'sess/login-refused' })
    }
  })

  it('is refused by an administrator’s end-all during the request, and ends nobody', async () => {
    const { browser, sessions, clock, watched } = world()
    const late = await browser().request()
    clock.forward(1)
    await sessions.revokeAll('alice')
    clock.forward(1)
    const { session } = await browser().visit((session) => session.login('alice'))
    watched.taken()
    await expect(late.session.login('alice', { endOthers: true })).rejects.toMatchObject({
      code: 'sess/login-refused',
      why: 'ended-since',
    })
    expect(watched.taken()).toEqual(['create'])
    expect(late.head.names).toEqual([])
    expect((await sessions.list('alice')).map(({ id }) => id)).toEqual([session.id])
  })

  it('is over by an administrator’s end-all that comes just before its own', async () => {
    const { browser, sessions, clock, watched } = world()
    const person = browser()
    watched.once('endAll', async () => {
      clock.forward(1)
      await sessions.revokeAll('alice')
    })
    await person.visit((session) => session.login('alice', { endOthers: true }))
    expect((await person.visit()).session.endedBecause).toBe('revoked-by-administrator')
    expect(await sessions.list('alice')).toEqual([])
  })

  it.each(['before', 'after'] as const)(
    'that fails %s its end-all hands out nothing, and can be repeated with what the guest had',
    async (when) => {
      const { browser, signedIn, sessions, clock, watched } = world()
      const other = await signedIn()
      const person = browser()
      await person.visit((session) => session.update({ cart: 1 }))
      const login = {
        endOthers: true,
        carry: (guest: Record<string, unknown>) => guest,
        authenticatedAt: clock.time,
      }
      const { session } = await person.visit(async (session, { head }) => {
        clock.forward(1)
        watched[when] = (verb) => {
          if (verb === 'endAll') throw down
        }
        await expect(session.login('alice', login)).rejects.toMatchObject({ code: 'sess/store-unavailable' })
        expect(session.state).toBe('guest')
        expect(head.names).toEqual([])
        watched[when] = () => {}
        clock.forward(1)
        await session.login('alice', login)
      })
      expect((await sessions.list('alice')).map(({ id }) => id)).toEqual([session.id])
      expect((await person.visit()).session).toMatchObject({ userId: 'alice', data: { cart: 1 } })
      expect((await other.visit()).session.endedBecause).toBe('credentials-changed')
    },
  )

  it('is refused when it is repeated after an administrator’s end-all', async () => {
    const { browser, sessions, clock, watched } = world()
    const { session, head } = await browser().request()
    watched.after = (verb) => {
      if (verb === 'endAll') throw down
    }
    await expect(session.login('alice', { endOthers: true })).rejects.toThrow('ECONNREFUSED')
    watched.after = () => {}
    await sessions.revokeAll('alice')
    clock.forward(1)
    await expect(session.login('alice', { endOthers: true })).rejects.toMatchObject({
      code: 'sess/login-refused',
    })
    expect(head.names).toEqual([])
    expect(await sessions.list('alice')).toEqual([])
  })
})

describe('a login after the same request has ended the others', () => {
  it('is not refused by that', async () => {
    const { signedIn, clock } = world()
    const alice = await signedIn()
    await alice.visit(async (session) => {
      clock.forward(1000)
      await session.revokeOthers()
      await session.login('alice')
    })
    expect((await alice.visit()).session.userId).toBe('alice')
  })

  it('is refused if somebody else had ended them all before', async () => {
    const { signedIn, sessions, clock, watched } = world()
    const alice = await signedIn()
    const { session, head } = await alice.request()
    clock.forward(1000)
    watched.once('endAll', async () => {
      await sessions.revokeAll('alice')
      clock.forward(1000)
    })
    await session.revokeOthers()
    await expect(session.login('alice')).rejects.toMatchObject({ code: 'sess/login-refused' })
    expect(head.names).toEqual([])
    expect(await sessions.list('alice')).toEqual([])
  })
})
