import { describe, expect, it } from 'vitest'
import { HeadersSentError, SessionLimitError } from '../src/index.ts'
import { GUEST, SESSION } from './support/browser.ts'
import { world } from './support/world.ts'

/** The memory store stands for the store of a transaction: what is looked at here is what the session lets out, and when. */
describe('a session in a transaction of the app’s', () => {
  it('lets out neither cookies nor events before the end, and all of them then', async () => {
    const { browser, watched, told } = world()
    const guest = browser()
    await guest.visit((session) => session.update({ cart: [1] }))
    told()
    const { value, head } = await guest.visit((session, { head }) => {
      head.set('set-cookie', ['before=1'])
      head.set('vary', ['Accept'])
      return session.transaction(async (within) => {
        const inside = within(watched.store)
        await inside.login('alice', { carry: (data) => data })
        expect(inside).toMatchObject({ state: 'user', userId: 'alice' })
        expect(session).toMatchObject({ state: 'guest', userId: null, data: { cart: [1] } })
        expect(head.cookies).toEqual(['before=1'])
        expect(told()).toEqual([])
        head.set('set-cookie', ['before=1', 'meanwhile=1'])
        return 'what work gives'
      })
    })
    expect(value).toBe('what work gives')
    expect(told()).toEqual(['session-ended', 'session-created'])
    const names = head.cookies.map((cookie) => cookie.split('=')[0])
    expect(names).toEqual(['before', 'meanwhile', SESSION, GUEST])
    expect(head.get('vary')).toEqual(['Accept, Cookie'])
    expect(guest.jar.get(GUEST)).toBeUndefined()
    const { session } = await guest.visit()
    expect(session).toMatchObject({ state: 'user', userId: 'alice', data: { cart: [1] } })
  })

  it('is what it was when the transaction fails: no cookie, no event, and the session goes on', async () => {
    const { signedIn, watched, told } = world()
    const alice = await signedIn()
    told()
    await alice.visit(async (session, { head }) => {
      const failing = session.transaction(async (within) => {
        await within(watched.store).login('bob')
        throw new Error('rolled back')
      })
      await expect(failing).rejects.toThrow('rolled back')
      expect(head.names).toEqual([])
      expect(session).toMatchObject({ state: 'user', userId: 'alice' })
    })
    expect(told()).toEqual([])
  })

  it('begins anew with each transaction that the app tries', async () => {
    const { browser, watched, told } = world()
    const person = browser()
    await person.visit((session) =>
      session.transaction(async (within) => {
        await within(watched.store).login('first')
        const again = within(watched.store)
        expect(again).toMatchObject({ state: 'none', userId: null })
        await again.login('second')
      }),
    )
    expect(told()).toEqual(['session-created'])
    expect((await person.visit()).session.userId).toBe('second')
  })

  it('tells of a login that was turned away, although nothing else of it was', async () => {
    const { signedIn, browser, watched, told } = world({ limit: { max: 1, overflow: 'reject' } })
    await signedIn()
    told()
    await browser().visit(async (session) => {
      const login = session.transaction((within) => within(watched.store).login('alice'))
      await expect(login).rejects.toThrow(SessionLimitError)
    })
    expect(told()).toEqual(['login-limited'])
  })

  it('changes nothing where nothing is written inside', async () => {
    const { signedIn, told } = world()
    const alice = await signedIn()
    told()
    await alice.visit(async (session, { head }) => {
      expect(await session.transaction(async () => 7)).toBe(7)
      expect(head.names).toEqual([])
      expect(session.userId).toBe('alice')
    })
  })

  it('withdraws a cookie that a write inside found to be dead', async () => {
    const { signedIn, watched } = world()
    const alice = await signedIn()
    const [mine, other] = [await alice.request(), await alice.request()]
    await mine.session.regenerate()
    await other.session.login('alice')
    expect(mine.head.cookies).toHaveLength(1)
    await mine.session.transaction(async (within) => {
      const inside = within(watched.store)
      await expect(inside.update({ n: 1 })).rejects.toMatchObject({ code: 'sess/ended' })
    })
    expect(mine.head.cookies).toEqual([])
    expect(mine.session).toMatchObject({ state: 'none', endedBecause: 'signed-in-again' })
  })

  it('says so when the response left meanwhile: the store has it, the client never gets its cookie', async () => {
    const { browser, watched } = world()
    const { session, head } = await browser().request()
    const login = session.transaction(async (within) => {
      await within(watched.store).login('alice')
      head.sent = true
    })
    await expect(login).rejects.toThrow(HeadersSentError)
    expect(head.cookies).toEqual([])
  })

  it('fails on the other methods of the session while it is open, instead of waiting for itself', async () => {
    const { browser, watched } = world()
    const person = browser()
    await person.visit(async (session) => {
      await session.transaction(async (within) => {
        await expect(session.login('alice')).rejects.toThrow(/use the session that within\(\) hands out/)
        await within(watched.store).login('alice')
      })
      await session.update({ afterwards: true })
    })
    expect((await person.visit()).session.data).toEqual({ afterwards: true })
    expect(person.jar.get(SESSION)).toBeDefined()
  })

  it('takes nothing for a store that is none', async () => {
    const { browser } = world()
    await browser().visit(async (session) => {
      const login = session.transaction((within) => within({} as never).login('alice'))
      await expect(login).rejects.toMatchObject({ option: 'store' })
    })
  })
})
