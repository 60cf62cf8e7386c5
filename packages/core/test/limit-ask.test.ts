import { describe, expect, test } from 'vitest'
import {
  type LoginRefusedError,
  type Session,
  SessionLimitError,
  type SessionsOptions,
} from '../src/index.ts'
import { KEY } from './config/refused-others.ts'
import { MINUTE } from './support/clock.ts'
import { world } from './support/world.ts'

const TICKET = '__Host-sess-limit'
const refused = (why: LoginRefusedError['why']) => ({ code: 'sess/login-refused', status: 401, why })
const FACTS = { amr: ['pwd', 'otp'], acr: 'aal2' }

/** Two sessions of alice fill the limit, and a third browser of hers has been turned away. */
async function full(options: Partial<SessionsOptions> = {}) {
  const place = world({ secrets: [KEY], limit: { max: 2, overflow: 'ask' }, ...options })
  const one = await place.signedIn()
  place.clock.forward(1000)
  const two = await place.signedIn()
  place.clock.forward(1000)
  await place.signedIn('bob')
  const person = place.browser()
  await person.visit((session) => session.update({ cart: 1 }))
  const login = person.visit((session) => session.login('alice', FACTS))
  await expect(login).rejects.toMatchObject({ code: 'sess/limit', asks: true })
  const idOf = async (browser: typeof one) => (await browser.visit()).session.id ?? ''
  const ids = [await idOf(one), await idOf(two)]
  place.told()
  place.watched.taken()
  return { ...place, one, two, person, ids }
}
const ending =
  (...evict: string[]) =>
  (session: Session) =>
    session.completeLogin({ evict, carry: (guest) => guest })

describe("a limit that asks (overflow: 'ask')", () => {
  test('lists what fills it, then ends the chosen session and signs in, in one step', async () => {
    const { person, ids, one, two, watched, told, clock } = await full()
    const { value: pending, session } = await person.visit((session) => session.pendingLogin())
    expect(session.userId).toBeNull()
    expect(pending).toMatchObject({ userId: 'alice', group: 'web', expiresAt: clock.now() + 5 * MINUTE })
    expect(pending?.sessions.map(({ id, current }) => [id, current])).toEqual(ids.map((id) => [id, false]))
    watched.taken()

    const done = await person.visit(ending(ids[0] ?? ''))
    expect(watched.taken()).toEqual(['read', 'create'])
    expect(told()).toEqual(['session-ended', 'session-ended', 'session-created'])
    expect([done.session.userId, done.session.acr, done.session.amr]).toEqual([
      'alice',
      'aal2',
      ['pwd', 'otp'],
    ])
    expect(done.session.data).toEqual({ cart: 1 })
    expect((await person.visit()).session.userId).toBe('alice')
    expect([person.jar.get(TICKET), person.jar.get('__Host-sess-guest')]).toEqual([undefined, undefined])
    expect((await one.visit()).session.endedBecause).toBe('evicted')
    expect((await two.visit()).session.userId).toBe('alice')
  })

  test('the ticket is in an HttpOnly cookie and in no error; it opens no session', async () => {
    const { person, sessions } = await full()
    const value = person.jar.get(TICKET) ?? ''
    const again = await person.request()
    const error = await again.session.login('alice', FACTS).catch((reason) => reason)
    expect(error).toBeInstanceOf(SessionLimitError)
    expect(again.head.cookies).toEqual([
      expect.stringMatching(
        /^__Host-sess-limit=[\w.-]+; Max-Age=300; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
      ),
    ])
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(value)
    const { carrier } = await person.request()
    for (const name of ['__Host-sess', '__Host-sess-guest']) {
      const header = (wanted: string) => (wanted === 'cookie' ? `${name}=${value}` : carrier.header(wanted))
      expect((await sessions.open({ ...carrier, header })).state).toBe('none')
    }
  })

  test('a ticket makes one session, whatever races, also for somebody who copied it', async () => {
    const { person, ids, sessions } = await full()
    const thief = person.thief()
    const tries = await Promise.allSettled(
      [person, thief, person, thief].map((browser) => browser.visit(ending(...ids))),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await sessions.list('alice')).toHaveLength(1)
    await expect(thief.visit(ending())).rejects.toMatchObject(refused('no-ticket'))
    await sessions.revokeAll('alice')
    await expect(thief.visit(ending())).rejects.toMatchObject({ code: 'sess/login-refused' })
  })

  test('that frees no place: turned away again, and it can be tried again', async () => {
    const { person, ids, signedIn, sessions } = await full()
    const [bobs] = await sessions.list('bob')
    for (const chosen of [[], ['made-up'], [bobs?.id ?? '']])
      await expect(person.visit(ending(...chosen))).rejects.toMatchObject({ code: 'sess/limit', asks: true })
    expect(await sessions.list('bob')).toHaveLength(1)
    await sessions.revoke(ids[0] ?? '')
    await signedIn()
    await expect(person.visit(ending(ids[0] ?? ''))).rejects.toMatchObject({ code: 'sess/limit' })
    expect((await person.visit(ending(ids[1] ?? ''))).session.userId).toBe('alice')
  })

  test('lapses after five minutes, and counts for nothing after an end-all', async () => {
    const { person, ids, clock } = await full()
    clock.forward(5 * MINUTE)
    expect((await person.visit((session) => session.pendingLogin())).value).toBeNull()
    await expect(person.visit(ending(...ids))).rejects.toMatchObject(refused('no-ticket'))

    const other = await full()
    other.clock.forward(1)
    await other.sessions.revokeAll('alice')
    await expect(other.person.visit(ending())).rejects.toMatchObject(refused('ended-since'))
    expect(await other.sessions.list('alice')).toEqual([])
  })

  test('a made-up ticket, another kind of signed text, or none, is nothing', async () => {
    const { browser, person } = await full()
    const [text = '', mac = ''] = (person.jar.get(TICKET) ?? '').split('.')
    const forged = Buffer.from(JSON.stringify({ id: 'x', userId: 'bob', group: 'web', expiresAt: 9e15 }))
    for (const value of [
      undefined,
      'x',
      text,
      `${forged.toString('base64url')}.${mac}`,
      `${text}.${'A'.repeat(43)}`,
    ]) {
      const other = browser()
      if (value !== undefined) other.jar.plant(TICKET, value)
      expect((await other.visit((session) => session.pendingLogin())).value).toBeNull()
      await expect(other.visit(ending())).rejects.toMatchObject(refused('no-ticket'))
    }
  })

  test('a page of another origin can neither complete it nor be handed a ticket', async () => {
    const { person, ids, browser, sessions } = await full()
    const forged = { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }
    await expect(person.visit(ending(...ids), forged)).rejects.toMatchObject({ code: 'sess/csrf' })
    const other = browser()
    await expect(other.visit((session) => session.login('alice'), forged)).rejects.toMatchObject({
      code: 'sess/csrf',
    })
    expect(other.jar.get(TICKET)).toBeUndefined()
    expect(await sessions.list('alice')).toHaveLength(2)
  })

  test('where tokens are not cookies it refuses', async () => {
    const { sessions, clock } = world({
      secrets: [KEY],
      groups: { api: { carrier: 'bearer', limit: { max: 1, overflow: 'ask' } } },
    })
    const issue = () => sessions.issue('alice', { group: 'api', authenticatedAt: clock.now() })
    await issue()
    await expect(issue()).rejects.toMatchObject({ code: 'sess/limit', asks: false })
  })
})
