import { describe, expect, test } from 'vitest'
import type { ImpersonateOptions, Session, SessionsOptions } from '../src/index.ts'
import { memoryReplayGuard } from '../src/memory.ts'
import { KEY } from './config/refused-others.ts'
import { HOUR, MINUTE, SECOND } from './support/clock.ts'
import { world } from './support/world.ts'

const WHY = { reason: 'ticket 4711' }
const refused = (why: 'acting' | 'not-fresh') => ({
  name: 'ImpersonationError',
  why,
  status: why === 'acting' ? 403 : 401,
  code: why === 'acting' ? 'sess/impersonation' : 'sess/authentication-stale',
})

function place(options: Partial<SessionsOptions> = {}) {
  const made = world({ secrets: [KEY], replayGuard: memoryReplayGuard(), ...options })
  /** Sam of the staff acts as alice, who is signed in herself. */
  const acting = async (how: ImpersonateOptions = WHY) => {
    const alice = await made.signedIn('alice')
    const sam = await made.signedIn('sam')
    const staffId = (await sam.visit()).session.id ?? ''
    made.told()
    made.watched.taken()
    await sam.visit((session) => session.impersonate('alice', how))
    return { alice, sam, staffId }
  }
  return { ...made, acting }
}

describe('impersonation', () => {
  test("a session of the user takes the place of the staff's, says who acts and why, and proves nothing", async () => {
    const { acting, told, watched, events, clock } = place()
    const { sam, staffId } = await acting()
    expect(watched.taken()).toEqual(['read', 'read', 'create', 'end'])
    expect(told()).toEqual(['session-created', 'session-ended', 'impersonation'])
    const actor = { userId: 'sam', sessionId: staffId, reason: 'ticket 4711' }
    const { session } = await sam.visit()
    const { id } = session
    expect(session).toMatchObject({ state: 'user', userId: 'alice', actor, group: 'impersonation' })
    expect(session).toMatchObject({ authTime: null, authAge: null, acr: null, amr: [], marked: false })
    expect(events.filter(({ type }) => type === 'impersonation')).toEqual([
      {
        type: 'impersonation',
        step: 'began',
        actor,
        at: clock.time,
        until: clock.time + 15 * MINUTE,
        ref: { id, userId: 'alice', group: 'impersonation' },
        client: {},
      },
    ])
    expect((await watched.memory.read(staffId))?.ended).toMatchObject({ reason: 'signed-in-again', by: id })
  })

  test('nobody else has an actor', async () => {
    const { signedIn, browser } = place()
    for (const person of [await signedIn(), browser()]) {
      expect((await person.visit()).session.actor).toBeNull()
    }
  })

  test('it is over after its time, whatever is done with it, and with a logout', async () => {
    const { acting, clock, watched } = place()
    const { sam } = await acting({ ...WHY, for: '10m' })
    for (let minute = 1; minute < 10; minute++) {
      clock.forward(MINUTE)
      expect((await sam.visit()).session.userId).toBe('alice')
    }
    clock.forward(MINUTE)
    expect((await sam.visit()).session.userId).toBeNull()

    const again = (await acting()).sam
    const { session } = await again.visit()
    const { id } = session
    await again.visit((session) => session.logout())
    expect((await again.visit()).session.actor).toBeNull()
    expect((await watched.memory.read(id ?? ''))?.ended?.reason).toBe('logout')
  })

  test('the renewed and the re-keyed session still says who acts', async () => {
    const { acting, clock } = place({ renewalInterval: '2m', renewalOverlap: '30s' })
    const { sam } = await acting()
    const first = sam.token
    await sam.visit()
    clock.forward(3 * MINUTE)
    expect((await sam.visit()).session.actor?.userId).toBe('sam')
    expect(sam.token).not.toBe(first)
    await sam.visit((session) => session.regenerate())
    await sam.visit((session) => session.update({ seen: true }))
    expect((await sam.visit()).session).toMatchObject({ actor: { userId: 'sam' }, data: { seen: true } })
  })

  test.each<[string, (session: Session, other: string) => Promise<unknown>]>([
    ['reauthenticate', (session) => session.reauthenticate({ amr: ['pwd', 'otp'], acr: 'aal2' })],
    ['credentialsChanged', (session) => session.credentialsChanged()],
    ['elevate', (session) => session.elevate('delete-account')],
    ['useElevation', (session) => session.useElevation('x', 'delete-account')],
    ['revokeOthers', (session) => session.revokeOthers()],
    ['revoke', (session, other) => session.revoke(other)],
    ['impersonate', (session) => session.impersonate('carol', WHY)],
  ])('%s is not for somebody who acts, and an event says so', async (method, run) => {
    const { acting, watched, events } = place()
    const { alice, sam } = await acting()
    const other = (await alice.visit()).session.id ?? ''
    await sam.visit()
    const [before, token] = [watched.memory.dump(), sam.token]
    await expect(sam.visit((session) => run(session, other))).rejects.toMatchObject(refused('acting'))
    expect(events.at(-1)).toMatchObject({ type: 'impersonation', step: 'refused', why: 'acting', method })
    expect([watched.memory.dump(), sam.token]).toEqual([before, token])
    expect((await alice.visit()).session).toMatchObject({ userId: 'alice', actor: null })
  })

  test("the user sees it among the own sessions, ends it, and learns nothing of the staff's device", async () => {
    const { acting } = place()
    const { alice, sam } = await acting()
    const acted = (await sam.visit()).session.id ?? ''
    const { value: list } = await alice.visit((session) => session.list())
    expect(list.map(({ id, actor, client }) => [id, actor?.reason, client])).toContainEqual([
      acted,
      'ticket 4711',
      {},
    ])
    await alice.visit((session) => session.revokeOthers())
    expect((await sam.visit()).session).toMatchObject({ userId: null, endedBecause: 'revoked-by-user' })
  })

  test('it takes no place: a limit of one evicts and refuses nobody, neither now nor at the next login', async () => {
    for (const overflow of ['evict-oldest', 'reject'] as const) {
      const { acting, browser } = place({ limit: { max: 1, overflow } })
      const { alice, sam } = await acting()
      expect((await alice.visit()).session.userId).toBe('alice')
      await alice.visit((session) => session.logout())
      await browser().visit((session) => session.login('alice'))
      expect((await sam.visit()).session.actor?.userId).toBe('sam')
    }
  })

  test('the staff has to have proved identity recently, and not as somebody who must step up first', async () => {
    const { browser, sessions, clock, signedIn, events } = place()
    const sam = await signedIn('sam')
    clock.forward(5 * MINUTE + 1)
    const stale = sam.visit((session) => session.impersonate('alice', WHY))
    await expect(stale).rejects.toMatchObject(refused('not-fresh'))
    expect(events.at(-1)).toMatchObject({ step: 'refused', why: 'not-fresh', ref: { userId: 'sam' } })
    expect(await sessions.list('alice')).toEqual([])
    await sam.visit((session) => session.impersonate('alice', { ...WHY, maxAge: '10m' }))

    await sessions.compromised({ userId: 'sam' })
    clock.forward(SECOND)
    const marked = browser()
    await marked.visit((session) => session.login('sam'))
    const refusal = marked.visit((session) => session.impersonate('alice', WHY))
    await expect(refusal).rejects.toMatchObject(refused('not-fresh'))
  })

  test('nobody acts for a user who is marked as compromised; the staff stays signed in', async () => {
    const { signedIn, sessions, clock } = place()
    await sessions.compromised({ userId: 'alice' })
    clock.forward(SECOND)
    const sam = await signedIn('sam')
    const acts = sam.visit((session) => session.impersonate('alice', WHY))
    await expect(acts).rejects.toMatchObject({ code: 'sess/login-refused', why: 'marked' })
    expect(await sessions.list('alice')).toEqual([])
    expect((await sam.visit()).session).toMatchObject({ userId: 'sam', actor: null })
  })

  test('a guest, a re-keyed session, and one that has ended, act for nobody', async () => {
    const { browser, signedIn, sessions } = place()
    const act = (session: Session) => session.impersonate('alice', WHY)
    await expect(browser().visit(act)).rejects.toMatchObject({ code: 'sess/not-authenticated' })
    for (const meanwhile of ['regenerate', 'logout'] as const) {
      const sam = await signedIn('sam')
      const slow = await sam.request()
      await sam.visit((session) => session[meanwhile]())
      await expect(act(slow.session)).rejects.toMatchObject({
        code: meanwhile === 'logout' ? 'sess/ended' : 'sess/superseded',
      })
    }
    expect(await sessions.list('alice')).toEqual([])
  })

  test('when the store fails between the two, neither token goes out for a session that stays', async () => {
    const { signedIn, sessions, watched } = place()
    const sam = await signedIn('sam')
    watched.once('end', () => {
      throw new Error('ECONNREFUSED')
    })
    const acts = sam.visit((session) => session.impersonate('alice', WHY))
    await expect(acts).rejects.toMatchObject({ code: 'sess/store-unavailable' })
    expect(await sessions.list('alice')).toEqual([])
    expect((await sam.visit()).session).toMatchObject({ userId: 'sam', actor: null })
  })

  test('whoever acts may sign in as themselves again, and that is nobody acting', async () => {
    const { acting } = place()
    const { sam } = await acting()
    await sam.visit((session) => session.login('sam'))
    expect((await sam.visit()).session).toMatchObject({ userId: 'sam', actor: null, group: 'web' })
  })

  test('its token is one of browsers: as a bearer token it is unknown', async () => {
    const { acting, browser } = place({ groups: { api: { carrier: 'bearer' } } })
    const { sam } = await acting()
    const headers = { authorization: `Bearer ${sam.token}` }
    expect((await browser().visit(undefined, { headers })).session.userId).toBeNull()
  })

  test('mistakes are clear, and come before any command', async () => {
    const { signedIn, watched } = place()
    const sam = await signedIn('sam')
    const wrong = async (userId: string, how: object, error: object) => {
      watched.taken()
      const acts = sam.visit((session) => session.impersonate(userId, how as ImpersonateOptions))
      await expect(acts).rejects.toMatchObject(error)
      expect(watched.taken()).toEqual(['read'])
    }
    const mistake = { name: 'TypeError' }
    for (const reason of [undefined, '', '  ', 'a\nb', 'x'.repeat(257), '\ud800', 5])
      await wrong('alice', { reason }, mistake)
    await wrong('alice', { ...WHY, for: HOUR + 1 }, mistake)
    await wrong('alice', { ...WHY, for: 'soon' }, { name: 'ConfigError', option: 'for' })
    await wrong('alice', undefined as never, mistake)
    await wrong('sam', WHY, mistake)
    await wrong('', WHY, mistake)
  })

  test('nobody logs in to its group, and no app has a group of that name', async () => {
    const { browser } = place()
    const logsIn = browser().visit((session) => session.login('alice', { group: 'impersonation' }))
    await expect(logsIn).rejects.toThrow(/no group "impersonation".*There is: web/s)
    expect(() => place({ groups: { impersonation: {} } })).toThrow(
      expect.objectContaining({ code: 'sess/config', option: 'groups.impersonation' }),
    )
  })
})
