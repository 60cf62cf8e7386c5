import { describe, expect, it } from 'vitest'
import { ConfigError, type Limit, SessionLimitError } from '../src/index.ts'
import { MINUTE } from './support/clock.ts'
import { type World, world } from './support/world.ts'

/** Three sessions in a row, a minute apart; the first was seen last. */
async function threeSessions(app: World<Record<string, unknown>>) {
  const browsers = []
  for (let i = 0; i < 3; i++) {
    app.clock.forward(MINUTE)
    browsers.push(await app.signedIn())
  }
  app.clock.forward(5 * MINUTE)
  const ids = []
  for (const browser of browsers.toReversed()) {
    app.clock.forward(MINUTE)
    ids.unshift((await browser.visit()).session.id ?? '')
  }
  return { browsers, ids }
}

const idsOf = async (app: World<Record<string, unknown>>, userId = 'alice') =>
  (await app.sessions.list(userId)).map(({ id }) => id)

describe('a full limit', () => {
  it('evicts the oldest by default, and tells both', async () => {
    const app = world({ limit: { max: 3 } })
    const { browsers, ids } = await threeSessions(app)
    app.told()
    const { session } = await app.browser().visit((session) => session.login('alice'))
    expect(await idsOf(app)).toEqual([ids[1], ids[2], session.id])
    expect(app.events.slice(-2)).toMatchObject([
      { type: 'session-ended', reason: 'evicted', ref: { id: ids[0] }, by: session.id },
      { type: 'session-created', ref: { id: session.id } },
    ])
    expect((await browsers[0]?.visit())?.session).toMatchObject({ state: 'none', endedBecause: 'evicted' })
  })

  it('evicts the one that was seen least recently', async () => {
    const app = world({ limit: { max: 3, overflow: 'evict-least-recent' } })
    const { ids } = await threeSessions(app)
    const { session } = await app.browser().visit((session) => session.login('alice'))
    expect(await idsOf(app)).toEqual([ids[0], ids[1], session.id])
  })

  it('rejects: nothing changes, and the person can choose', async () => {
    const app = world({ limit: { max: 3, overflow: 'reject' } })
    const { ids } = await threeSessions(app)
    app.told()
    const person = app.browser()
    await person.visit((session) => session.update({ cart: 1 }))
    const error = await person.visit((session) => session.login('alice')).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(SessionLimitError)
    const { active } = error as SessionLimitError
    expect(active.map(({ id }) => id)).toEqual(ids)
    expect(active[0]).toMatchObject({ group: 'web', current: false, client: {}, amr: ['pwd'] })
    expect(JSON.stringify(error)).not.toContain(ids[0])
    expect(app.told()).toEqual(['session-created', 'login-limited'])
    expect(await idsOf(app)).toEqual(ids)

    const { session } = await person.visit(async (session) => {
      expect(session).toMatchObject({ state: 'guest', data: { cart: 1 } })
      await session.login('alice', { evict: [ids[1] ?? ''] })
    })
    expect(await idsOf(app)).toEqual([ids[0], ids[2], session.id])
  })

  it('counts neither the session that is replaced, nor the guest, nor what is over', async () => {
    const app = world({ limit: { max: 1, overflow: 'reject' }, idleTimeout: '10m' })
    const alice = await app.signedIn()
    await alice.visit((session) => session.login('alice'))
    const other = app.browser()
    await other.visit((session) => session.update({ n: 1 }))
    await expect(other.visit((session) => session.login('alice'))).rejects.toThrow(SessionLimitError)
    app.clock.forward(11 * MINUTE)
    await other.visit((session) => session.login('alice'))
    expect(await idsOf(app)).toHaveLength(1)
  })

  it('is a limit of one user: nobody else’s sessions count or end', async () => {
    const app = world({ limit: { max: 1 } })
    await app.signedIn('alice')
    await app.signedIn('Alice')
    await app.signedIn('alice ')
    expect(await Promise.all(['alice', 'Alice', 'alice '].map((userId) => idsOf(app, userId)))).toMatchObject(
      [[expect.any(String)], [expect.any(String)], [expect.any(String)]],
    )
  })

  it('cannot be used to end somebody else’s session', async () => {
    const app = world({ limit: { max: 3 } })
    const bob = await app.signedIn('bob')
    const { id } = (await bob.visit()).session
    await app.browser().visit((session) => session.login('alice', { evict: [id ?? ''] }))
    expect((await bob.visit()).session.userId).toBe('bob')
  })

  it.each(['reject', 'evict-oldest', 'evict-least-recent'] as const)(
    'holds when twenty log in at once: %s (P7)',
    async (overflow) => {
      const app = world({ limit: { max: 3, overflow } })
      const logins = await Promise.all(Array.from({ length: 20 }, () => app.browser().request()))
      const results = await Promise.allSettled(logins.map(({ session }) => session.login('alice')))
      expect(await idsOf(app)).toHaveLength(3)
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(
        overflow === 'reject' ? 3 : 20,
      )
    },
  )
})

describe('the limit of a group', () => {
  it('counts that group alone', async () => {
    const app = world({ limit: { max: 1 }, groups: { kiosk: { limit: { max: 2 } }, open: { limit: null } } })
    for (let i = 0; i < 4; i++) {
      for (const group of ['web', 'kiosk', 'open']) {
        app.clock.forward(1)
        await app.browser().visit((session) => session.login('alice', { group }))
      }
    }
    const groups = (await app.sessions.list('alice')).map(({ group }) => group)
    expect(groups.toSorted()).toEqual(['kiosk', 'kiosk', 'open', 'open', 'open', 'open', 'web'])
  })
})

describe('a limit as a function of the user', () => {
  it('is asked at every login, may answer later, and may say none', async () => {
    const asked: string[] = []
    const limits: Record<string, Limit | null> = { alice: { max: 1 }, bob: null }
    const app = world({
      limit: async (userId) => {
        asked.push(userId)
        return limits[userId] ?? null
      },
    })
    for (const userId of ['alice', 'alice', 'bob', 'bob']) await app.signedIn(userId)
    expect(asked).toEqual(['alice', 'alice', 'bob', 'bob'])
    expect(await idsOf(app, 'alice')).toHaveLength(1)
    expect(await idsOf(app, 'bob')).toHaveLength(2)
  })

  it('that lowers the limit ends as many as needed at the next login', async () => {
    let max = 4
    const app = world({ limit: () => ({ max }) })
    for (let i = 0; i < 4; i++) await app.signedIn()
    max = 2
    await app.signedIn()
    expect(await idsOf(app)).toHaveLength(2)
  })

  it('that answers nonsense lets nobody in', async () => {
    const answers = [
      { max: 0 },
      { max: Number.NaN },
      { max: 1.5 },
      { max: 1, overflow: 'drop' },
      undefined,
      5,
    ]
    for (const answer of answers) {
      const app = world({ limit: () => answer as unknown as Limit })
      await app.browser().visit(async (session, { head }) => {
        await expect(session.login('alice')).rejects.toThrow(ConfigError)
        expect(head.names).toEqual([])
      })
      expect(app.watched.taken()).toEqual([])
    }
  })

  it('that fails lets nobody in, and the failure reaches the app as it is', async () => {
    const app = world({ limit: () => Promise.reject(new Error('no plan known')) })
    await app.browser().visit(async (session) => {
      await expect(session.login('alice', { endOthers: true })).rejects.toThrow('no plan known')
    })
    expect(app.watched.taken()).toEqual([])
  })
})
