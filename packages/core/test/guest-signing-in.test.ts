import { describe, expect, it } from 'vitest'
import { GUEST } from './support/browser.ts'
import { world } from './support/world.ts'

describe('a write of a guest that has just signed in', () => {
  it('fails in a request that was running, and makes no second guest', async () => {
    const { browser } = world()
    const person = browser()
    await person.visit((session) => session.update({ n: 1 }))
    const running = await person.request()
    await person.visit((session) => session.login('alice'))
    await expect(running.session.update({ n: 2 })).rejects.toMatchObject({ reason: 'signed-in-again' })
    expect(running.head.cookies).toEqual([])
    expect(person.jar.get(GUEST)).toBeUndefined()
  })

  it('in a request that comes a moment later is told to come again: it belongs to that session (P6)', async () => {
    const { browser, clock } = world()
    const person = browser()
    await person.visit((session) => session.update({ n: 1 }))
    const tab = person.thief()
    await person.visit((session) => session.login('alice', { carry: (guest) => guest }))
    const { head } = await tab.visit(async (session) => {
      expect(session).toMatchObject({ state: 'none', userId: null })
      for (let i = 0; i < 2; i++)
        await expect(session.update({ n: 2 })).rejects.toMatchObject({ code: 'sess/superseded', status: 409 })
    })
    expect(head.names).toEqual([])
    const { session } = await person.visit((session) => session.update({ n: 2 }))
    expect(session).toMatchObject({ userId: 'alice', data: { n: 2 } })

    // Whoever still has the old cookie when no request can be under way any more starts anew, as any guest.
    clock.forward(32_000)
    expect((await tab.visit((session) => session.update({ n: 3 }))).session.state).toBe('guest')
  })

  it('is welcome once that request has signed in itself, and after a logout too', async () => {
    const { browser } = world()
    const person = browser()
    await person.visit((session) => session.update({ n: 1 }))
    const tab = person.thief()
    await person.visit((session) => session.login('alice'))
    const { session } = await tab.visit(async (session) => {
      await session.login('alice')
      await session.update({ n: 2 })
      expect(session).toMatchObject({ userId: 'alice', data: { n: 2 } })
      await session.logout()
      await session.update({ n: 3 })
    })
    expect(session).toMatchObject({ state: 'guest', data: { n: 3 } })
  })
})
