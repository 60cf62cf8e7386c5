import { afterAll, describe, expect, test } from 'vitest'
import { type Explored, explore } from './explorer/explore.ts'
import { REAL } from './explorer/protocol.ts'
import { told } from './explorer/report.ts'
import { SCENARIOS } from './explorer/scenarios.ts'

/** Deeper, until nothing is left to explore: `SESS_EXPLORE=long`. Minutes, not seconds. */
const LONG = process.env.SESS_EXPLORE === 'long'

describe('P2 to P5 and P9 hold in every reachable state', () => {
  const all: Explored[] = []
  afterAll(() => {
    const states = all.reduce((sum, explored) => sum + explored.states, 0)
    console.log(`${all.map(told).join('\n')}\nin all ${states} states`)
  })

  test.each(SCENARIOS)('$name', { timeout: 3_600_000 }, (scenario) => {
    const explored = explore(LONG ? { ...scenario, depth: 200 } : scenario, REAL)
    all.push(explored)
    expect(explored.broken, told(explored)).toBeNull()
    expect(explored.states).toBeGreaterThan(100)
  })
})
