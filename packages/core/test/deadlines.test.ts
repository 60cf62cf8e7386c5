import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from './support/clock.ts'
import { world } from './support/world.ts'

describe('the idle deadline (P9)', () => {
  it('is idleTimeout after the last request, and its tolerance later at most; at the deadline itself it is over', async () => {
    const { signedIn, clock } = world({ idleTimeout: '30m', idleTolerance: '1m' })
    const early = await signedIn()
    const late = await signedIn()
    clock.forward(31 * MINUTE - 1)
    expect((await early.visit()).session.userId).toBe('alice')
    clock.forward(1)
    expect((await late.visit()).session).toMatchObject({ userId: null, endedBecause: 'idle-timeout' })
  })

  it('is never early: a request just before the next touch is due counts in full', async () => {
    const { signedIn, clock, watched } = world({ idleTimeout: '30m', idleTolerance: '1m' })
    const alice = await signedIn()
    clock.forward(MINUTE - 1)
    watched.taken()
    await alice.visit()
    expect(watched.taken()).toEqual(['read'])
    clock.forward(30 * MINUTE)
    expect((await alice.visit()).session.userId).toBe('alice')
  })

  it('is written at most once in its tolerance', async () => {
    const { signedIn, clock, watched } = world({ renewalInterval: '24h' })
    const alice = await signedIn()
    watched.taken()
    for (let second = 0; second < 300; second++) {
      clock.forward(SECOND)
      await alice.visit()
    }
    const touches = watched.taken().filter((verb) => verb === 'replace')
    expect(touches).toHaveLength(5)
  })

  it('holds for any sequence of visits: served up to idleTimeout after the last, not served later than the tolerance', async () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 12 * MINUTE }), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(gaps, async (steps) => {
        const { signedIn, clock } = world({
          idleTimeout: '10m',
          idleTolerance: '45s',
          absoluteTimeout: '30d',
        })
        const alice = await signedIn()
        for (const gap of steps) {
          clock.forward(gap)
          const served = (await alice.visit()).session.userId === 'alice'
          if (gap < 10 * MINUTE) expect(served).toBe(true)
          if (gap >= 10 * MINUTE + 45 * SECOND) expect(served).toBe(false)
          if (!served) return
        }
      }),
      { numRuns: 60 },
    )
  })

  it('is what expiresAt says, as far as it is written', async () => {
    const { signedIn, clock } = world({ idleTimeout: '30m', idleTolerance: '1m' })
    const alice = await signedIn()
    expect((await alice.visit()).session.expiresAt).toBe(clock.time + 31 * MINUTE)
  })

  it('moves with a data write too', async () => {
    const { signedIn, clock } = world({ idleTimeout: '10m', idleTolerance: '1m' })
    const alice = await signedIn()
    const slow = await alice.request()
    clock.forward(5 * MINUTE)
    await slow.session.update({ n: 1 })
    expect(slow.session.expiresAt).toBe(clock.time + 6 * MINUTE)
  })

  it('never moves backwards with a clock that does', async () => {
    const { signedIn, clock } = world()
    const alice = await signedIn()
    const { expiresAt } = (await alice.visit()).session
    clock.forward(-5 * MINUTE)
    await alice.visit((session) => session.update({ n: 1 }))
    expect((await alice.visit()).session.expiresAt).toBe(expiresAt)
  })
})

describe('the absolute deadline (P9)', () => {
  it('comes at its very moment, however active the session is', async () => {
    const { signedIn, clock } = world({ idleTimeout: '30m', absoluteTimeout: '1h' })
    const alice = await signedIn()
    const start = clock.time
    while (clock.time < start + HOUR - MINUTE) {
      clock.forward(MINUTE)
      expect((await alice.visit()).session.userId).toBe('alice')
    }
    clock.forward(MINUTE - 1)
    const { session } = await alice.visit()
    expect(session).toMatchObject({ userId: 'alice', expiresAt: start + HOUR })
    // The browser drops the cookie at that moment too; whoever kept the token is told.
    const keeper = alice.thief()
    keeper.jar.plant('__Host-sess', alice.token ?? '')
    clock.forward(1)
    expect((await keeper.visit()).session).toMatchObject({ userId: null, endedBecause: 'absolute-timeout' })
  })

  it('is not moved by renewal, re-keying or writes, and the cookie never outlives it', async () => {
    const { signedIn, clock } = world({ idleTimeout: '2h', absoluteTimeout: '3h' })
    const alice = await signedIn()
    const end = clock.time + 3 * HOUR
    clock.forward(20 * MINUTE)
    const renewed = await alice.visit()
    clock.forward(20 * MINUTE)
    const rekeyed = await alice.visit((session) => session.regenerate())
    for (const [{ head }, age] of [
      [renewed, 3 * HOUR - 20 * MINUTE],
      [rekeyed, 3 * HOUR - 40 * MINUTE],
    ] as const)
      expect(head.cookies[0]).toContain(`; Max-Age=${age / SECOND};`)
    clock.time = end
    expect((await alice.visit()).session.userId).toBeNull()
  })

  it('passing while a renewal is written clears no cookie', async () => {
    const { signedIn, clock, watched } = world({ absoluteTimeout: '1h', idleTimeout: '1h' })
    const alice = await signedIn()
    const start = clock.time
    clock.time = start + HOUR - 1
    watched.after = (verb) => {
      if (verb === 'replace') clock.time = start + HOUR
    }
    const { head } = await alice.visit()
    expect(head.cookies[0]).toContain('; Max-Age=1;')
  })

  it('a new login starts a new one', async () => {
    const { signedIn, clock } = world({ absoluteTimeout: '1h' })
    const alice = await signedIn()
    clock.forward(20 * MINUTE)
    const { session } = await alice.visit((session) => session.login('alice'))
    expect(session.createdAt).toBe(clock.time)
  })
})

describe('an end by time', () => {
  it('is told once, with its reason', async () => {
    const { signedIn, clock, events } = world()
    const alice = await signedIn()
    clock.forward(HOUR)
    await alice.visit()
    await alice.visit()
    expect(events.filter(({ type }) => type === 'session-ended')).toMatchObject([{ reason: 'idle-timeout' }])
  })

  it('is explained to its holder for as long as endedRetention, then forgotten', async () => {
    const { signedIn, clock, sessions } = world({
      endedRetention: '2h',
      absoluteTimeout: '30d',
      idleTimeout: '30d',
    })
    const alice = await signedIn()
    const token = alice.token ?? ''
    await sessions.revokeAll('alice')
    clock.forward(2 * HOUR)
    expect((await alice.visit()).session.endedBecause).toBe('revoked-by-administrator')
    clock.forward(40 * DAY)
    await sessions.sweep()
    alice.jar.plant('__Host-sess', token)
    expect((await alice.visit()).session.endedBecause).toBeNull()
  })
})

describe('issuedBefore', () => {
  it('ends all sessions that were created before it, those of guests too; equal passes', async () => {
    let mark = 0
    const { signedIn, browser, clock } = world({ issuedBefore: () => mark })
    const guest = browser()
    await guest.visit((session) => session.update({ n: 1 }))
    const old = await signedIn()
    clock.forward(1)
    mark = clock.time
    const fresh = await signedIn()
    expect((await old.visit()).session).toMatchObject({ userId: null, endedBecause: 'issued-before-mark' })
    expect((await guest.visit()).session.state).toBe('none')
    expect((await fresh.visit()).session.userId).toBe('alice')
  })

  it('takes them off every list, and they fill no limit', async () => {
    let mark = 0
    const app = world({ issuedBefore: () => mark, limit: { max: 2, overflow: 'reject' } })
    const old = await app.signedIn()
    await app.signedIn()
    app.clock.forward(1)
    mark = app.clock.time
    expect(await app.sessions.list('alice')).toEqual([])
    app.told()
    const alice = await app.signedIn()
    expect(app.told()).toEqual(['session-ended', 'session-ended', 'session-created'])
    expect(app.events.at(-2)).toMatchObject({ reason: 'issued-before-mark' })
    const { value } = await alice.visit((session) => session.list())
    expect(value.map(({ current }) => current)).toEqual([true])
    expect((await old.visit()).session.endedBecause).toBe('issued-before-mark')
    await app.signedIn()
    await expect(app.signedIn()).rejects.toMatchObject({ code: 'sess/limit' })
  })

  it('may be a plain moment', async () => {
    const app = world({ issuedBefore: Date.UTC(2030, 0, 1, 0, 1) })
    const old = await app.signedIn()
    expect((await old.visit()).session.userId).toBeNull()
    app.clock.forward(MINUTE)
    const fresh = await app.signedIn()
    expect((await fresh.visit()).session.userId).toBe('alice')
  })
})
