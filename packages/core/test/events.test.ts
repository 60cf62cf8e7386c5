import { describe, expect, it } from 'vitest'
import type { SessEvent } from '../src/index.ts'
import { MINUTE } from './support/clock.ts'
import { world } from './support/world.ts'

/** A life with every kind of event that a request can cause. */
async function life(onEvent: (event: SessEvent) => void) {
  const app = world({ onEvent, limit: { max: 1, overflow: 'reject' } })
  const alice = app.browser()
  await alice.visit((session) => session.update({ n: 1 }), { address: '203.0.113.7' })
  await alice.visit((session) => session.login('alice', { carry: (guest) => guest }))
  await alice.visit()
  await app.browser().visit((session) => session.login('alice').catch(() => {}))
  const early = await app.browser().request()
  app.clock.forward(15 * MINUTE)
  const thief = alice.thief()
  await alice.request()
  await alice.visit()
  await alice.visit((session) => session.reauthenticate({ acr: 'aal2' }))
  await alice.visit()
  app.clock.forward(5 * MINUTE)
  await thief.visit()
  await app.sessions.revokeAll('alice')
  await early.session.login('alice').catch(() => {})
  return { app, alice }
}

describe('events', () => {
  it('cannot be changed by a listener for what comes after it', async () => {
    const addresses: (string | undefined)[] = []
    const { browser } = world({
      onEvent: ({ client }) => {
        addresses.push(client?.address)
        Object.assign(client ?? {}, { address: 'another' })
      },
    })
    const person = browser()
    await person.visit(
      async (session) => {
        await session.update({ n: 1 })
        await session.login('alice')
      },
      { address: '203.0.113.7' },
    )
    expect(addresses).toEqual(['203.0.113.7', '203.0.113.7', '203.0.113.7'])
  })

  it('tell what happened, when, to which session, and of which client', async () => {
    const events: SessEvent[] = []
    const { app } = await life((event) => events.push(event))
    expect(events.map(({ type }) => type)).toEqual([
      'session-created',
      'session-ended',
      'session-created',
      'login-limited',
      'session-renewed',
      'session-reissued',
      'session-rekeyed',
      'token-reused',
      'session-ended',
      'login-refused',
    ])
    for (const { at, ref } of events) {
      expect(at).toBeLessThanOrEqual(app.clock.time)
      expect(ref).toEqual({
        id: expect.stringMatching(/^[\w-]{24}$/),
        userId: ref.group === 'guest' ? null : 'alice',
        group: expect.any(String),
      })
    }
    expect(events[0]).toMatchObject({ client: { address: '203.0.113.7' }, ref: { group: 'guest' } })
  })

  it.each<[string, (event: SessEvent) => unknown]>([
    [
      'throws',
      () => {
        throw new Error('log is full')
      },
    ],
    ['rejects', async () => Promise.reject(new Error('log is away'))],
    [
      'gives back something that only looks like a promise, and fails',
      // biome-ignore lint/suspicious/noThenProperty: that is the point
      () => ({ then: (_: unknown, fail: (error: Error) => void) => fail(new Error('no')) }),
    ],
    [
      'gives back something whose then throws',
      () => ({
        // biome-ignore lint/suspicious/noThenProperty: that is the point
        get then() {
          throw new Error('no')
        },
      }),
    ],
  ])('never reach a request with a listener that %s', async (_, listener) => {
    const unhandled: unknown[] = []
    const note = (error: unknown) => unhandled.push(error)
    process.on('unhandledRejection', note)
    try {
      const { alice } = await life(listener as (event: SessEvent) => void)
      expect((await alice.visit((session) => session.login('alice'))).session.userId).toBe('alice')
      await new Promise((resolve) => setImmediate(resolve))
    } finally {
      process.off('unhandledRejection', note)
    }
    expect(unhandled).toEqual([])
  })

  it('may be listened to by one that uses the sessions itself', async () => {
    const seen: string[] = []
    const app = world({
      onEvent: (event) => {
        if (event.type === 'token-reused')
          void app.sessions.revokeAll(event.ref.userId ?? '', { reason: 'compromised' })
        seen.push(event.type)
      },
    })
    const alice = await app.signedIn()
    const thief = alice.thief()
    const phone = await app.signedIn()
    app.clock.forward(MINUTE)
    await alice.visit((session) => session.regenerate())
    await alice.visit()
    app.clock.forward(2 * MINUTE)
    await thief.visit()
    expect((await phone.visit()).session.endedBecause).toBe('compromised')
    expect(seen).toContain('token-reused')
  })
})
