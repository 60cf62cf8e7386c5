import type { DeviceLedger, ReplayGuard } from '@sess/core'
import type { Case } from './kit/case.ts'
import { type Plan, type Runner, register, runCase } from './kit/runner.ts'
import { deviceCases } from './ports/devices.ts'
import { replayCases } from './ports/replay.ts'
import { type PortFeature, PortScene, type PortSubject } from './ports/scene.ts'

export { ContractError } from './kit/case.ts'
export type { Plan, Runner } from './kit/runner.ts'
export type { PortFeature, PortSubject } from './ports/scene.ts'

export interface PortConformance<Port> extends Runner {
  /** A fresh, empty port; called once per test. */
  readonly open: () => Promise<PortSubject<Port>>
  /** What the subject offers beyond the port. A test fails when this list and the subject disagree. Default: nothing. */
  readonly offers?: readonly PortFeature[]
  /** How many take part in a race: 20 to 200. Default 50. */
  readonly actors?: number
}

/** Registers one test per requirement of `DeviceLedger`. */
export const deviceLedgerConformance = (given: PortConformance<DeviceLedger>): Plan =>
  conformance('DeviceLedger', deviceCases, given)

/** Registers one test per requirement of `ReplayGuard`. */
export const replayGuardConformance = (given: PortConformance<ReplayGuard>): Plan =>
  conformance('ReplayGuard', replayCases, given)

/** Every requirement of the two ports. */
export const portRequirements: readonly {
  readonly part: string
  readonly id: string
  readonly says: string
  readonly needs: readonly PortFeature[]
}[] = [
  ...deviceCases.map(({ id, says, needs = [] }) => ({ part: 'DeviceLedger', id, says, needs })),
  ...replayCases.map(({ id, says, needs = [] }) => ({ part: 'ReplayGuard', id, says, needs })),
]

function conformance<Port>(
  name: string,
  cases: readonly Case<PortScene<Port>, PortFeature>[],
  { open, offers = [], actors = 50, ...runner }: PortConformance<Port>,
): Plan {
  if (!Number.isInteger(actors) || actors < 20 || actors > 200) {
    throw new TypeError(`actors is ${actors}; it must be a whole number from 20 to 200.`)
  }
  const offered: Case<PortScene<Port>, PortFeature> = {
    id: 'OFFERS',
    says: `The subject offers what the kit was told: ${[...offers].sort().join(', ') || 'the port itself'}.`,
    run: async ({ subject, checks }) => {
      const features: PortFeature[] = ['leftovers', 'second']
      const there = features.filter((feature) => subject[feature] !== undefined)
      checks.equal(there, [...new Set(offers)].sort(), 'what the subject offers')
    },
  }
  return register(runner, [{ name, cases: [offered, ...cases] }], new Set(offers), (one) =>
    runCase(one, async (checks) => {
      const subject = await open()
      return { scene: new PortScene(subject, checks, actors), close: async () => subject.close?.() }
    }),
  )
}
