import { describe, expect, it } from 'vitest'
import { carrierFor, TestHead } from './support/browser.ts'
import { HOUR, MINUTE } from './support/clock.ts'
import { world } from './support/world.ts'

const NAME = '__Secure-sess'

/** Cookies that a neighbour may plant: two of one name then come in one header, in an order that the neighbour chooses. */
const app = () => world({ cookie: { prefix: '__Secure-', domain: 'app.example' }, idleTimeout: '1h' })

async function tokenOf({ sessions }: ReturnType<typeof app>, userId: string): Promise<string> {
  const head = new TestHead()
  await (await sessions.open(carrierFor(undefined, {}, head))).login(userId)
  return head.cookies[0]?.slice(NAME.length + 1).split(';')[0] ?? ''
}

const header = (...tokens: readonly string[]) => tokens.map((token) => `${NAME}=${token}`).join('; ')

describe('several cookies of one name', () => {
  it('one that opens no session keeps nobody out, wherever it stands', async () => {
    const world = app()
    const old = await tokenOf(world, 'alice')
    await world.sessions.revokeAll('alice')
    world.clock.forward(1)
    const token = await tokenOf(world, 'alice')
    for (const planted of ['garbage', `AQ${'x'.repeat(114)}`, old]) {
      for (const cookies of [header(planted, token), header(token, planted)]) {
        const session = await world.sessions.open(carrierFor(cookies, {}, new TestHead()))
        expect(session.userId).toBe('alice')
      }
    }
  })

  it('of two sessions none counts, and neither ends by it: nobody acts in somebody else’s unawares', async () => {
    const world = app()
    const [alice, mallory] = [await tokenOf(world, 'alice'), await tokenOf(world, 'mallory')]
    for (const cookies of [header(mallory, alice), header(alice, mallory)]) {
      const head = new TestHead()
      const session = await world.sessions.open(carrierFor(cookies, {}, head))
      expect(session).toMatchObject({ state: 'none', userId: null, endedBecause: null })
      expect(head.names).toEqual([])
    }
    for (const [token, userId] of [
      [alice, 'alice'],
      [mallory, 'mallory'],
    ] as const) {
      const session = await world.sessions.open(carrierFor(header(token), {}, new TestHead()))
      expect(session.userId).toBe(userId)
    }
  })

  it('being shown beside another one is no activity: a forgotten one ends', async () => {
    const world = app()
    const [one, other] = [await tokenOf(world, 'alice'), await tokenOf(world, 'alice')]
    for (let i = 0; i < 3; i++) {
      world.clock.forward(40 * MINUTE)
      await world.sessions.open(carrierFor(header(one), {}, new TestHead()))
      await world.sessions.open(carrierFor(header(one, other), {}, new TestHead()))
    }
    world.clock.forward(HOUR / 2)
    const session = await world.sessions.open(carrierFor(header(other, one), {}, new TestHead()))
    expect(session.userId).toBe('alice')
  })

  it('of one session the newest token counts', async () => {
    const world = app()
    const first = await tokenOf(world, 'alice')
    await world.sessions.open(carrierFor(header(first), {}, new TestHead()))
    world.clock.forward(16 * MINUTE)
    const head = new TestHead()
    await world.sessions.open(carrierFor(header(first), {}, head))
    const second = head.cookies[0]?.slice(NAME.length + 1).split(';')[0] ?? ''
    for (const cookies of [header(first, second), header(second, first)]) {
      const session = await world.sessions.open(carrierFor(cookies, {}, new TestHead()))
      expect(session.userId).toBe('alice')
    }
  })
})
