import { describe, expect, test } from 'vitest'
import { policies } from '../src/index.ts'
import { DAY, HOUR, MINUTE } from './support/clock.ts'
import { world } from './support/world.ts'

/** The longest that a session may last, and stay unused. */
const LIMITS = [
  ['nistAal1', 30 * DAY, 30 * DAY],
  ['nistAal2', 24 * HOUR, HOUR],
  ['nistAal3', 12 * HOUR, 15 * MINUTE],
  ['strict', 8 * HOUR, 5 * MINUTE],
] as const

describe.each(LIMITS)('policies.%s', (name, absolute, idle) => {
  test('ends within its limits, also where activity was written down as late as may be', async () => {
    for (const options of [policies[name], { groups: { web: policies[name] } }]) {
      const { signedIn, clock } = world(options)
      const away = await signedIn()
      clock.forward(59_000)
      await away.visit()
      const unused = await signedIn()
      clock.forward(idle)
      for (const browser of [away, unused]) expect((await browser.visit()).session.userId).toBeNull()
    }
    const { signedIn, clock } = world({ ...policies[name] })
    const busy = await signedIn()
    const { session } = await busy.visit()
    const steps = 1000
    for (let i = 0; i < steps; i++) {
      clock.forward(Math.floor(absolute / steps) - 1)
      expect((await busy.visit()).session.userId, `step ${i}`).toBe('alice')
    }
    expect((session.createdAt ?? 0) + absolute - clock.now()).toBeGreaterThan(0)
    clock.forward(2 * steps)
    expect((await busy.visit()).session.userId).toBeNull()
  })
})

test('policies.strict keeps one session', async () => {
  const { signedIn } = world({ ...policies.strict })
  const first = await signedIn()
  const second = await signedIn()
  expect((await first.visit()).session.endedBecause).toBe('evicted')
  expect((await second.visit()).session.userId).toBe('alice')
})
