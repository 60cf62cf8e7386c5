import { describe, expect, it } from 'vitest'
import { IdleTraces } from './simulation/idle-trace.ts'
import { seeded } from './simulation/random.ts'
import type { Browser } from './support/browser.ts'
import { HOUR, MINUTE, SECOND } from './support/clock.ts'
import { world } from './support/world.ts'

const POLL = { url: '/api/unread' }
const AHEAD = { headers: { 'sec-purpose': 'prefetch' } }
const RULES = {
  idleTimeout: '30m',
  idleTolerance: '1m',
  absoluteTimeout: '24h',
  passive: ['/api/unread'],
} as const

interface Day {
  /** When the session was last served, since it began. */
  readonly over: number
  /** When activity was written, since it began. */
  readonly touches: readonly number[]
  readonly writes: number
  readonly renewals: number
}

/** A day of one tab that asks every ten seconds; `clicks` says whether its person does anything in that second. */
async function day(clicks: (second: number) => boolean, polls = true): Promise<Day> {
  const { signedIn, clock, watched, events } = world(RULES)
  const alice: Browser = await signedIn()
  const [start, id] = [clock.now(), (await alice.visit()).session.id ?? '']
  const touches: number[] = []
  let [seenAt, over] = [start, 0]
  watched.taken()
  const visit = async (request: object) => {
    const { session } = await alice.visit(() => {}, request)
    if (session.userId !== null) over = clock.now() - start
    const record = await watched.memory.read(id)
    if (record !== null && record.seenAt !== seenAt) touches.push(clock.now() - start)
    seenAt = record?.seenAt ?? seenAt
  }
  for (let second = 1; second <= 24 * 3600; second++) {
    clock.forward(SECOND)
    if (clicks(second)) await visit({})
    if (polls && second % 10 === 0) await visit(second % 60 === 0 ? AHEAD : POLL)
  }
  const writes = watched.taken().filter((verb) => verb === 'replace').length
  return { over, touches, writes, renewals: events.filter(({ type }) => type === 'session-renewed').length }
}

describe('a simulated day (P9)', () => {
  it('polls every ten seconds keep no session alive', async () => {
    const { over, touches } = await day(() => false)
    expect(over).toBeGreaterThanOrEqual(30 * MINUTE - 10 * SECOND)
    expect(over).toBeLessThan(31 * MINUTE)
    expect(touches).toEqual([])
  })

  it('a click does: it is over half an hour after the last one, the tolerance later at most', async () => {
    const last = 10 * 3600
    const { over, touches } = await day((second) => second % 1500 === 0 && second <= last)
    expect(over).toBeGreaterThanOrEqual(10 * HOUR + 30 * MINUTE - 10 * SECOND)
    expect(over).toBeLessThan(10 * HOUR + 31 * MINUTE)
    expect(touches).toHaveLength(last / 1500)
  })

  it('activity is written once in its tolerance at most, however busy the person is; polls add nothing to it', async () => {
    // Bursts: a click every four seconds, for ten minutes in every half hour.
    const busy = (second: number) => second % 1800 < 600 && second % 4 === 0
    const [alone, polled] = [await day(busy, false), await day(busy)]
    for (const { touches, writes, renewals, over } of [alone, polled]) {
      const gaps = touches.slice(1).map((at, i) => at - (touches[i] ?? 0))
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(MINUTE)
      // What else is written: each successor, when it goes out and when it is first seen.
      expect(writes).toBeLessThanOrEqual(touches.length + 2 * renewals)
      expect(over).toBeGreaterThan(23 * HOUR)
    }
    expect(polled.touches).toEqual(alone.touches)
  })
})

describe('random traces of clicks, writes, polls and prefetches (P9)', () => {
  it('100,000 of them: never over early, nor later than the tolerance, nor written more often', async () => {
    const sum = new Map<string, number>()
    for (const rules of [
      { idle: 10 * MINUTE, tolerance: MINUTE, absolute: 17 * MINUTE },
      { idle: 30 * MINUTE, tolerance: MINUTE, absolute: 12 * HOUR },
      { idle: 5 * MINUTE, tolerance: 5 * SECOND, absolute: 6 * MINUTE },
      { idle: MINUTE, tolerance: 30 * SECOND, absolute: 24 * HOUR },
    ]) {
      const traces = new IdleTraces(rules, seeded(rules.idle + rules.tolerance))
      await traces.signIn()
      for (let trace = 0; trace < 25_000; trace++) await traces.run()
      for (const [where, times] of Object.entries(traces.seen)) sum.set(where, times + (sum.get(where) ?? 0))
    }
    // A test that never gets near the deadlines proves nothing.
    expect([...sum.keys()]).toEqual(['early', 'inTolerance', 'late', 'aged'])
    for (const times of sum.values()) expect(times).toBeGreaterThan(10_000)
  })
})
