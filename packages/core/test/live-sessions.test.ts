import { describe, expect, test } from 'vitest'
import {
  createSessions,
  type Session,
  type SessionStore,
  type Sessions,
  type StoreNotice,
} from '../src/index.ts'
import { memoryStore } from '../src/memory.ts'
import { Browser } from './support/browser.ts'
import { Clock, HOUR, MINUTE } from './support/clock.ts'
import { world } from './support/world.ts'

/** Two processes on one store: `remote` ends sessions, in this one somebody listens. */
function place(kind: 'notices' | 'polling') {
  const memory = memoryStore()
  const { subscribe, ...deaf } = memory
  let told: (notice: StoreNotice) => void = () => {}
  let gap = () => {}
  const state = { subscribed: 0, stopped: 0, reads: 0, down: false, cut: false }
  const read: SessionStore['read'] = async (id) => {
    state.reads++
    if (state.down) throw new Error('ECONNREFUSED')
    return memory.read(id)
  }
  const hearing: SessionStore['subscribe'] = async (listener, onGap) => {
    state.subscribed++
    told = listener
    gap = onGap
    const stop = await subscribe((notice) => state.cut || listener(notice), onGap)
    return async () => {
      state.stopped++
      await stop()
    }
  }
  const clock = new Clock()
  const now = clock.now
  const sessions = createSessions({
    store: kind === 'notices' ? { ...deaf, read, subscribe: hearing } : { ...deaf, read },
    now,
  })
  const remote = createSessions({ store: memory, now })
  const login = async () => {
    const browser = new Browser(sessions, clock)
    await browser.visit((session) => session.login('alice'))
    return { browser, session: (await browser.visit()).session }
  }
  return {
    state,
    sessions,
    remote,
    clock,
    login,
    told: (notice: StoreNotice) => told(notice),
    gap: () => gap(),
  }
}

const aborted = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason)
    else signal.addEventListener('abort', () => resolve(signal.reason), { once: true })
  })

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resume) => setTimeout(resume, 10))
}

const ENDS: readonly (readonly [
  string,
  (remote: Sessions, session: Session, clock: Clock) => unknown,
  string,
])[] = [
  ['an administrator', (remote, session) => remote.revoke(session.id ?? ''), 'revoked-by-administrator'],
  ['an end of all', (remote) => remote.compromised({ userId: 'alice' }), 'compromised'],
  ['its own logout', (_, session) => session.logout(), 'logout'],
  ['its idle deadline', (_remote, _session, clock) => clock.forward(HOUR), 'idle-timeout'],
  ['its absolute deadline', (_remote, _session, clock) => clock.forward(13 * HOUR), 'absolute-timeout'],
]

describe.each(['notices', 'polling'] as const)('session.signal, with a store that has %s', (kind) => {
  test.each(ENDS)('aborts at the end by %s, with the reason', async (_, end, reason) => {
    const { remote, login, clock, state } = place(kind)
    const { session, browser } = await login()
    const { signal } = session
    const other = (await browser.visit()).session.signal
    expect([signal.aborted, other.aborted]).toEqual([false, false])
    await until(() => state.reads > 2)
    await end(remote, session, clock)
    for (const one of [signal, other])
      expect(await aborted(one)).toMatchObject({ code: 'sess/ended', reason })
  })

  test('aborts when the session is re-keyed: the client comes again with its new token', async () => {
    const { login } = place(kind)
    const { session, browser } = await login()
    const { signal } = session
    await browser.visit((session) => session.regenerate())
    expect(await aborted(signal)).toMatchObject({ code: 'sess/superseded' })
    expect(session.signal.aborted).toBe(false)
    expect((await browser.visit()).session.signal.aborted).toBe(false)
  })

  test('an outage of the store is no end; when it is over, an end shows', async () => {
    const { login, remote, state } = place(kind)
    const { signal } = (await login()).session
    await until(() => state.reads > 1)
    state.down = true
    const { reads } = state
    if (kind === 'polling') await until(() => state.reads > reads + 1)
    expect(signal.aborted).toBe(false)
    await remote.revokeAll('alice')
    // The store has said that it ended: that is known, though not why.
    if (kind === 'notices') expect(await aborted(signal)).toMatchObject({ reason: null })
    state.down = false
    expect(await aborted(signal)).toMatchObject({ code: 'sess/ended' })
  })

  test('an end between the opening and the first look is found', async () => {
    const { login, remote } = place(kind)
    const { session } = await login()
    await remote.revokeAll('alice')
    expect(await aborted(session.signal)).toMatchObject({ reason: 'revoked-by-administrator' })
  })
})

describe('session.signal', () => {
  test('an end while the feed was cut shows when the store tells of the gap', async () => {
    const { login, remote, state, gap } = place('notices')
    const { signal } = (await login()).session
    await until(() => state.reads > 1)
    state.cut = true
    await remote.revokeAll('alice')
    state.cut = false
    gap()
    expect(await aborted(signal)).toMatchObject({ reason: 'revoked-by-administrator' })
  })

  test('a feed that is cut without a word: the session is read now and then', async () => {
    const { login, remote, state, clock } = place('notices')
    const { signal } = (await login()).session
    await until(() => state.reads > 1)
    state.cut = true
    await remote.revokeAll('alice')
    clock.forward(MINUTE)
    expect(await aborted(signal)).toMatchObject({ reason: 'revoked-by-administrator' })
  })

  test('a notice that is not true ends nothing', async () => {
    const { login, state, told } = place('notices')
    const { session } = await login()
    const { signal } = session
    await until(() => state.reads > 1)
    const { reads } = state
    told({ kind: 'ended', ref: { id: session.id ?? '', userId: 'alice', group: 'web' } })
    told({ kind: 'ended', ref: { id: 'another', userId: 'bob', group: 'web' } })
    await until(() => state.reads > reads)
    expect(signal.aborted).toBe(false)
  })

  test('nothing is asked of the store where there is no signal, and nothing is left to hear when all have ended', async () => {
    const { login, remote, state } = place('notices')
    const { browser } = await login()
    expect([state.subscribed, state.reads]).toEqual([0, 1])
    for (const round of [1, 2]) {
      await browser.visit((session) => session.login('alice'))
      const tabs = [await browser.visit(), await browser.visit()]
      const signals = tabs.map(({ session }) => session.signal)
      await until(() => state.subscribed === round)
      await remote.revokeAll('alice')
      await Promise.all(signals.map(aborted))
      await until(() => state.stopped === round)
    }
    const { reads } = state
    await new Promise((resume) => setTimeout(resume, 1200))
    expect([state.subscribed, state.stopped, state.reads]).toEqual([2, 2, reads])
  })

  test('a subscription that fails is made up for by reading', async () => {
    const memory = memoryStore()
    const subscribe = async () => Promise.reject(new Error('ECONNREFUSED'))
    const { signedIn, sessions } = world({ store: { ...memory, subscribe } })
    const { signal } = (await (await signedIn()).visit()).session
    await sessions.revokeAll('alice')
    expect(await aborted(signal)).toMatchObject({ reason: 'revoked-by-administrator' })
  })

  test('a visitor’s never aborts; that of a dead or replaced token has', async () => {
    const { browser, signedIn, sessions } = world()
    const visitor = browser()
    expect((await visitor.visit()).session.signal.aborted).toBe(false)
    const alice = await signedIn()
    const tab = alice.thief()
    await alice.visit((session) => session.regenerate())
    expect((await tab.visit()).session.signal.reason).toMatchObject({ code: 'sess/superseded' })
    await sessions.revokeAll('alice')
    expect((await alice.visit()).session.signal.reason).toMatchObject({ reason: 'revoked-by-administrator' })
  })
})
