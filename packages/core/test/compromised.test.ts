import { describe, expect, test } from 'vitest'
import { type AuthenticationFacts, checkAuth } from '../src/index.ts'
import { HOUR, MINUTE } from './support/clock.ts'
import { world } from './support/world.ts'

const STEP_UP: AuthenticationFacts = { amr: ['pwd', 'otp'], acr: 'aal2' }

describe('sessions.compromised()', () => {
  test('ends everything of that user, by user or by any session of theirs, in one command; nobody else is touched', async () => {
    const { sessions, signedIn, told, events, watched } = world({ groups: { api: { carrier: 'bearer' } } })
    for (const who of ['user', 'id'] as const) {
      const [one, two, bob] = [await signedIn(), await signedIn(), await signedIn('bob')]
      const ids = (await sessions.list('alice')).map(({ id }) => id)
      told()
      watched.taken()
      const given = who === 'user' ? { userId: 'alice' } : { id: ids[0] ?? '' }
      const ended = await sessions.compromised(given, { evidence: 'a stolen laptop', by: 'support/7' })
      expect([...ended].sort()).toEqual([...ids].sort())
      expect(watched.taken()).toEqual(who === 'user' ? ['endAll'] : ['read', 'endAll'])
      expect(told()).toEqual(['account-compromised', 'session-ended', 'session-ended'])
      expect(events.at(-3)).toMatchObject({
        ref: { userId: 'alice', id: who === 'user' ? '' : ids[0] },
        evidence: 'a stolen laptop',
        by: 'support/7',
      })
      for (const browser of [one, two])
        expect((await browser.visit()).session.endedBecause).toBe('compromised')
      expect((await bob.visit()).session.userId).toBe('bob')
    }
  })

  test('by the id of a session that is over; an id that nobody knows, and a guest’s', async () => {
    const { sessions, signedIn, browser } = world()
    const alice = await signedIn()
    const { id } = (await alice.visit()).session
    await alice.visit((session) => session.logout())
    const other = await signedIn()
    const otherId = (await other.visit()).session.id
    expect(await sessions.compromised({ id: id ?? '' })).toEqual([otherId])
    expect(await sessions.compromised({ id: 'A'.repeat(24) })).toEqual([])
    const guest = browser()
    await guest.visit((session) => session.update({ cart: 1 }))
    const guestId = (await guest.visit()).session.id ?? ''
    expect(await sessions.compromised({ id: guestId })).toEqual([guestId])
    await guest.visit((session) => session.login('carol'))
    expect((await guest.visit()).session.marked).toBe(false)
    for (const who of [{}, { id: 7 }, { userId: '' }])
      await expect(sessions.compromised(who as { id: string })).rejects.toThrow(TypeError)
  })

  test('a login that was under way is refused', async () => {
    const { sessions, browser, clock } = world()
    const thief = await browser().request()
    clock.forward(1)
    await sessions.compromised({ userId: 'alice' })
    await expect(thief.session.login('alice')).rejects.toMatchObject({
      code: 'sess/login-refused',
      why: 'ended-since',
    })
  })
})

describe('the next sign-in of a compromised account', () => {
  const compromised = async () => {
    const place = world({ groups: { api: { carrier: 'bearer' } } })
    await place.signedIn()
    await place.sessions.compromised({ userId: 'alice' })
    place.clock.forward(1)
    const alice = await place.signedIn()
    const state = async () => {
      const { session } = await alice.visit()
      return [session.marked, checkAuth(session), checkAuth(session, { allowMarked: true })]
    }
    return { ...place, alice, state }
  }

  test('passes no guard but that of the step-up, until it has stepped up; then the mark is gone', async () => {
    const { alice, state, signedIn, watched } = await compromised()
    expect(await state()).toEqual([true, 'insufficient', null])
    watched.taken()
    const { session } = await alice.visit((session) => session.reauthenticate(STEP_UP))
    expect(watched.taken()).toEqual(['read', 'replace'])
    expect(session.marked).toBe(false)
    expect(await state()).toEqual([false, null, null])
    const next = await signedIn()
    expect((await next.visit()).session.marked).toBe(false)
    expect(watched.memory.dump()).not.toContain('compromised/')
  })

  test.each([
    ['the same method again', (facts: AuthenticationFacts = { amr: ['pwd'] }) => facts],
    ['the same method twice', () => ({ amr: ['pwd', 'pwd'] })],
    ['nothing', () => ({})],
  ])('is no step-up by %s, nor by a change of the password, of rights, or of data', async (_, facts) => {
    const { alice, state, clock } = await compromised()
    await alice.visit((session) => session.reauthenticate(facts()))
    await alice.visit((session) => session.credentialsChanged())
    await alice.visit((session) => session.regenerate())
    await alice.visit((session) => session.update({ a: 1 }))
    for (let i = 0; i < 3; i++) {
      clock.forward(16 * MINUTE)
      await alice.visit()
      await alice.visit()
    }
    expect(await state()).toEqual([true, 'insufficient', null])
  })

  test('however often somebody signs in meanwhile, each session has to step up for itself; and the mark does not expire', async () => {
    const { alice, state, signedIn, clock, sessions } = await compromised()
    const thief = await signedIn()
    await alice.visit((session) => session.reauthenticate({ amr: ['email', 'pwd'] }))
    expect((await thief.visit()).session.marked).toBe(true)
    expect(await state()).toEqual([false, null, null])

    await sessions.compromised({ userId: 'alice' })
    clock.forward(1000 * HOUR)
    await sessions.sweep()
    expect((await (await signedIn()).visit()).session.marked).toBe(true)
  })

  test('a second report while somebody steps up is not undone by it', async () => {
    const { alice, signedIn, sessions, clock, watched } = await compromised()
    const { session } = await alice.request()
    watched.once('replace', async () => {
      await sessions.compromised({ userId: 'alice' })
    })
    await expect(session.reauthenticate(STEP_UP)).rejects.toMatchObject({ reason: 'compromised' })
    clock.forward(1)
    expect((await (await signedIn()).visit()).session.marked).toBe(true)
  })

  test('an end between the login and its mark is an end: nobody gets the token', async () => {
    const { browser, sessions, clock, watched } = await compromised()
    clock.forward(1)
    watched.once('replace', async () => {
      await sessions.revokeAll('alice')
    })
    const person = await browser().request()
    await expect(person.session.login('alice')).rejects.toMatchObject({ code: 'sess/ended' })
    expect(person.head.cookies).toEqual([])
  })

  test('where there is no page to step up on, there is no session', async () => {
    const { sessions, clock, alice } = await compromised()
    const issue = () => sessions.issue('alice', { group: 'api', authenticatedAt: clock.now() })
    await expect(issue()).rejects.toMatchObject({ code: 'sess/login-refused', why: 'marked' })
    expect((await sessions.list('alice')).map(({ group }) => group)).toEqual(['web'])
    await alice.visit((session) => session.reauthenticate(STEP_UP))
    await issue()
  })
})

test('an account that the app has disabled: its sessions say so; signing in is the app’s own to refuse', async () => {
  const { sessions, signedIn, browser, clock } = world()
  const alice = await signedIn()
  const begun = await browser().request()
  clock.forward(1)
  await sessions.revokeAll('alice', { reason: 'account-disabled', by: 'admin/1' })
  expect((await alice.visit()).session.endedBecause).toBe('account-disabled')
  await expect(begun.session.login('alice')).rejects.toMatchObject({ why: 'ended-since' })
})
