import { afterAll, describe, expect, test } from 'vitest'
import { type Explored, explore } from './explorer/explore.ts'
import { ROW_MUTANTS } from './explorer/mutants-rows.ts'
import { RULE_MUTANTS } from './explorer/mutants-rules.ts'
import { REAL } from './explorer/protocol.ts'
import type { Scenario } from './explorer/scenario.ts'
import { SCENARIOS } from './explorer/scenarios.ts'

/** Which P a scenario breaks, with the shortest way there; or how much was looked at. */
function told({ scenario, states, transitions, depth, complete, broken }: Explored): string {
  if (broken !== null) return `${scenario}: ${broken.promise}\n  ${broken.trace.join('\n  ')}`
  const reach = complete ? 'all that there is' : `to depth ${depth}`
  return `${scenario}: ${states} states, ${transitions} transitions, ${reach}`
}

describe('P2 to P5 hold in every reachable state', () => {
  test.each(SCENARIOS)('$name', (scenario) => {
    const explored = explore(scenario, REAL)
    console.log(told(explored))
    expect(explored.broken === null ? null : told(explored)).toBeNull()
    expect(explored.states).toBeGreaterThan(10)
  })
})

describe('without any one row of the table, or any one rule around it, a promise breaks', () => {
  const caught: string[] = []
  afterAll(() => console.log(caught.join('\n')))
  const named = new Map(SCENARIOS.map((scenario) => [scenario.name, scenario]))
  test.each([...ROW_MUTANTS, ...RULE_MUTANTS])('$breaks: $how', ({ breaks, how, scenario, protocol }) => {
    const { broken } = explore(named.get(scenario) as Scenario, protocol)
    expect(broken).not.toBeNull()
    caught.push(`| ${breaks} | ${how} | ${scenario} | ${broken?.promise} | ${broken?.trace.length} |`)
  })
})
