import { afterAll, describe, expect, test } from 'vitest'
import { explore } from './explorer/explore.ts'
import { MUTANTS } from './explorer/mutants.ts'
import { table } from './explorer/report.ts'
import { SCENARIOS } from './explorer/scenarios.ts'

describe('with any one row of the table broken, or any one rule around it, the explorer finds a broken promise', () => {
  const rows: (readonly string[])[] = []
  afterAll(() => console.log(table(['broken', 'how', 'what breaks', 'steps', 'scenario'], rows)))

  test.each(MUTANTS)('$breaks: $how', { timeout: 600_000 }, ({ breaks, how, scenario, protocol }) => {
    const stage = SCENARIOS.find(({ name }) => name === scenario)
    if (stage === undefined) throw new Error(`There is no scenario "${scenario}".`)
    const { broken, states } = explore(stage, protocol)
    if (broken === null) throw new Error(`Nobody noticed, in ${states} states.`)
    rows.push([breaks, how, broken.promise, String(broken.trace.length), scenario])
    expect(broken.promise).toMatch(/^P[2-59]: /)
  })

  test('each of them in a scenario that the real protocol passes, and differently from all others', () => {
    expect(new Set(MUTANTS.map(({ breaks, how }) => `${breaks}: ${how}`)).size).toBe(MUTANTS.length)
    expect(new Set(MUTANTS.map(({ protocol }) => protocol)).size).toBe(MUTANTS.length)
  })
})
