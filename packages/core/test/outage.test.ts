import { describe, expect, it } from 'vitest'
import { type Session, StoreError } from '../src/index.ts'
import { GUEST } from './support/browser.ts'
import { MINUTE } from './support/clock.ts'
import type { Verb } from './support/watched-store.ts'
import { type World, world } from './support/world.ts'

type App = World<Record<string, unknown>>

const down = new Error('connect ECONNREFUSED')

/** Cuts the line for one verb: before the command arrives, or before its answer comes back. */
function cut({ watched }: App, verb: Verb, when: 'before' | 'after'): void {
  watched[when] = (called) => {
    if (called === verb) throw down
  }
}

function mend({ watched }: App): void {
  watched.before = () => {}
  watched.after = () => {}
}

/** Every method of a signed-in session, with the verbs that it needs. */
const METHODS: readonly (readonly [string, readonly Verb[], (session: Session) => Promise<unknown>])[] = [
  ['login', ['create'], (session) => session.login('alice')],
  ['login with endOthers', ['create', 'endAll'], (session) => session.login('alice', { endOthers: true })],
  ['update', ['replace'], (session) => session.update({ n: 1 })],
  ['reauthenticate', ['replace'], (session) => session.reauthenticate()],
  ['regenerate', ['replace'], (session) => session.regenerate()],
  ['credentialsChanged', ['read', 'endAll', 'replace'], (session) => session.credentialsChanged()],
  ['logout', ['end'], (session) => session.logout()],
  ['list', ['list'], (session) => session.list()],
  ['revoke', ['list', 'end'], async (session) => session.revoke((await otherOf(session)) ?? '')],
  ['revoke of itself', ['end'], (session) => session.revoke(session.id ?? '')],
  ['revokeOthers', ['read', 'endAll'], (session) => session.revokeOthers()],
]

async function otherOf(session: Session): Promise<string | undefined> {
  return (await session.list()).find(({ current }) => !current)?.id
}

const CASES = METHODS.flatMap(([name, verbs, run]) =>
  verbs.flatMap((verb) => (['before', 'after'] as const).map((when) => ({ name, verb, when, run }))),
)

describe('a store that is down is an error the app sees, never a logout (P10)', () => {
  it.each(CASES)('in $name, $when $verb', async ({ verb, when, run }) => {
    const app = world()
    const alice = await app.signedIn()
    await app.signedIn()
    const before = alice.jar.header()
    await alice.visit(async (session, { head }) => {
      cut(app, verb, when)
      const error = await run(session).catch((error: unknown) => error)
      expect(error).toBeInstanceOf(StoreError)
      expect(error).toMatchObject({ code: 'sess/store-unavailable', status: 503, cause: down })
      expect((error as Error).message).toContain(`"${verb}"`)
      expect(head.names).toEqual([])
      expect(session).toMatchObject({ state: 'user', userId: 'alice' })
    })
    expect(alice.jar.header()).toBe(before)
  })

  it.each(CASES.filter(({ when }) => when === 'before'))(
    'and when $name could not reach "$verb", repeating it works',
    async ({ verb, run }) => {
      const app = world()
      const alice = await app.signedIn()
      await app.signedIn()
      await alice.visit(async (session) => {
        cut(app, verb, 'before')
        await expect(run(session)).rejects.toThrow(StoreError)
        mend(app)
        await run(session)
      })
    },
  )

  it.each(['read', 'replace'] as const)('while a request is opened: %s', async (verb) => {
    const app = world()
    const alice = await app.signedIn()
    app.clock.forward(15 * MINUTE)
    const before = alice.jar.header()
    cut(app, verb, 'before')
    for (let i = 0; i < 3; i++) await expect(alice.request()).rejects.toThrow(StoreError)
    mend(app)
    expect(alice.jar.header()).toBe(before)
    expect((await alice.visit()).session.userId).toBe('alice')
  })

  it('when the answer to a renewal is lost, the next request gets the same successor', async () => {
    const app = world()
    const alice = await app.signedIn()
    app.clock.forward(15 * MINUTE)
    cut(app, 'replace', 'after')
    await expect(alice.request()).rejects.toThrow(StoreError)
    mend(app)
    expect((await alice.visit()).head.cookies).toHaveLength(1)
    app.clock.forward(MINUTE)
    expect((await alice.visit()).session.userId).toBe('alice')
  })

  it('while an expired session is ended: no conclusion reaches the client', async () => {
    const app = world()
    const alice = await app.signedIn()
    app.clock.forward(40 * MINUTE)
    cut(app, 'end', 'before')
    await expect(alice.request()).rejects.toThrow(StoreError)
    mend(app)
    expect((await alice.visit()).session.endedBecause).toBe('idle-timeout')
  })

  it('a guest’s first write: no cookie, and the guest is none', async () => {
    const app = world()
    const guest = app.browser()
    cut(app, 'create', 'before')
    await guest.visit(async (session, { head }) => {
      await expect(session.update({ n: 1 })).rejects.toThrow(StoreError)
      expect(head.names).toEqual([])
      expect(session.state).toBe('none')
      mend(app)
      await session.update({ n: 1 })
    })
    expect(guest.jar.get(GUEST)).toBeDefined()
  })

  it('a login whose answer was lost can be repeated in the same request, and the guest’s data still comes along', async () => {
    const app = world()
    const person = app.browser()
    await person.visit((session) => session.update({ cart: 1 }))
    const { session } = await person.visit(async (session) => {
      cut(app, 'create', 'after')
      await expect(session.login('alice', { carry: (guest) => guest })).rejects.toThrow(StoreError)
      expect(session).toMatchObject({ state: 'guest', data: { cart: 1 } })
      mend(app)
      await session.login('alice', { carry: (guest) => guest })
    })
    expect(session).toMatchObject({ userId: 'alice', data: { cart: 1 } })
    expect((await person.visit()).session.userId).toBe('alice')
  })

  it('without a request', async () => {
    const { sessions, watched } = world()
    watched.before = () => Promise.reject(down)
    for (const run of [
      () => sessions.list('alice'),
      () => sessions.revoke('x'),
      () => sessions.revokeAll('alice'),
      () => world({ store: watched.store }).sessions.list('alice'),
    ])
      await expect(run()).rejects.toThrow(StoreError)
  })

  it('a store that throws, or fails with no error at all, is a StoreError too', async () => {
    for (const failing of [
      () => {
        throw down
      },
      () => Promise.reject('a text'),
      () => Promise.reject(undefined),
      () => Promise.reject(null),
    ]) {
      const app = world()
      const alice = await app.signedIn()
      app.watched.store.read = failing
      const error = await alice.request().catch((error: unknown) => error)
      expect(error).toBeInstanceOf(StoreError)
    }
  })
})
