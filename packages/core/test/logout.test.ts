import { describe, expect, it } from 'vitest'
import { GUEST, SESSION } from './support/browser.ts'
import { world } from './support/world.ts'

const cleared = (name: string) => `${name}=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax`

describe('logout', () => {
  it('ends the session and clears its cookie; the token stays dead (P5)', async () => {
    const { signedIn, watched, events } = world()
    const alice = await signedIn()
    const thief = alice.thief()
    watched.taken()
    const { session, head } = await alice.visit((session) => session.logout())
    expect(watched.taken()).toEqual(['read', 'end'])
    expect(head.cookies).toEqual([cleared(SESSION)])
    expect(session).toMatchObject({ state: 'none', userId: null, id: null, data: {} })
    expect(events.at(-1)).toMatchObject({ type: 'session-ended', reason: 'logout' })
    expect(alice.token).toBeUndefined()
    expect((await thief.visit()).session).toMatchObject({ state: 'none', endedBecause: 'logout' })
  })

  it('of a guest clears the guest cookie', async () => {
    const { browser } = world()
    const guest = browser()
    await guest.visit((session) => session.update({ n: 1 }))
    const { head } = await guest.visit((session) => session.logout())
    expect(head.cookies).toEqual([cleared(GUEST)])
    expect((await guest.visit()).session.state).toBe('none')
  })

  it('in the request of the login leaves neither session nor cookie', async () => {
    const { browser, sessions } = world()
    const person = browser()
    const { head } = await person.visit(async (session) => {
      await session.update({ n: 1 })
      await session.login('alice')
      await session.logout()
    })
    expect(head.cookies).toEqual([cleared(SESSION), cleared(GUEST)])
    expect(await sessions.list('alice')).toEqual([])
  })

  it('twice is once, and a guest may come after it', async () => {
    const { signedIn, watched } = world()
    const alice = await signedIn()
    watched.taken()
    const { session } = await alice.visit(async (session) => {
      await session.logout()
      await session.logout()
      await session.update({ n: 1 })
    })
    expect(watched.taken()).toEqual(['read', 'end', 'create'])
    expect(session.state).toBe('guest')
    expect((await alice.visit()).session).toMatchObject({ state: 'guest', data: { n: 1 } })
  })

  it('of a session that is over already clears what the browser still has', async () => {
    const { signedIn, sessions } = world()
    const alice = await signedIn()
    await sessions.revokeAll('alice')
    const { head } = await alice.visit((session) => session.logout())
    expect(head.cookies).toEqual([cleared(SESSION)])
  })

  it('clears no cookie that only looks like ours', async () => {
    const { browser } = world()
    const { head } = await browser().visit((session) => session.logout(), {
      headers: { cookie: `x${SESSION}=1; y="${SESSION}=2"; ${SESSION}x=3` },
    })
    expect(head.names).toEqual([])
  })

  it('with a key that was just replaced ends the session all the same', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    const tab = alice.thief()
    await alice.visit((session) => session.regenerate())
    const { session, head } = await tab.visit((session) => session.logout())
    expect(session.state).toBe('none')
    expect(head.cookies).toEqual([cleared(SESSION)])
    expect((await alice.visit()).session.endedBecause).toBe('logout')
  })

  it('ends the session even when the head has been sent, and when it was re-keyed while the handler ran', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    const running = await alice.request()
    await alice.visit((session) => session.regenerate())
    running.head.sent = true
    await running.session.logout()
    expect((await alice.visit()).session).toMatchObject({ state: 'none', endedBecause: 'logout' })
  })

  it('during a slow request: what that writes afterwards brings nothing back (P5)', async () => {
    const { signedIn, sessions } = world()
    const alice = await signedIn()
    const slow = await alice.request()
    await alice.visit((session) => session.logout())
    await expect(slow.session.update({ n: 1 })).rejects.toMatchObject({ reason: 'logout' })
    slow.deliver()
    expect(alice.token).toBeUndefined()
    expect(await sessions.list('alice')).toEqual([])
  })
})
