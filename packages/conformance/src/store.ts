import { type Plan, type Runner, register, runCase } from './kit/runner.ts'
import { STORE_GROUPS } from './store/cases.ts'
import { Scene, type StoreCase } from './store/scene.ts'
import { featuresOf, type StoreFeature, type StoreSubject } from './store/subject.ts'

export { ContractError } from './kit/case.ts'
export type { Plan, Runner } from './kit/runner.ts'
export type { StoreFeature, StoreSubject } from './store/subject.ts'

export interface StoreConformance extends Runner {
  /** A fresh, empty store; called once per test. */
  readonly open: () => Promise<StoreSubject>
  /** What the subject offers beyond the six verbs. A test fails when this list and the subject disagree. */
  readonly offers: readonly StoreFeature[]
  /** How many take part in a race: 20 to 200. Default 50. */
  readonly actors?: number
  /** For how long at most to wait, in ms, for notices and for a backend that comes back. Default 4000. */
  readonly patience?: number
  /**
   * The randomized comparison with a model: how many runs (default 100), the seed that a failure printed, and whether a
   * failure is made as short as possible, which takes many more runs (default true).
   */
  readonly random?: { readonly runs?: number; readonly seed?: number; readonly shrink?: boolean }
}

/**
 * Registers one test per requirement of the store contract with the runner that is passed in:
 *
 * ```ts
 * import { storeConformance } from '@sess/conformance/store'
 * import { memoryStore } from '@sess/core/memory'
 * import { describe, test } from 'vitest'
 *
 * storeConformance({ describe, test, offers: ['sweep', 'subscribe'], open: async () => ({ store: memoryStore() }) })
 * ```
 *
 * Each test's name starts with the requirement's id, as it stands in the contract's doc comment.
 */
export function storeConformance({
  open,
  offers,
  actors = 50,
  patience = 4000,
  random = {},
  ...runner
}: StoreConformance): Plan {
  if (!Number.isInteger(actors) || actors < 20 || actors > 200) {
    throw new TypeError(`actors is ${actors}; it must be a whole number from 20 to 200.`)
  }
  const scene = {
    actors,
    patience,
    random: { seed: random.seed, runs: random.runs ?? 100, shrink: random.shrink ?? true },
  }
  const offered: StoreCase = {
    id: 'OFFERS',
    says: `The subject offers what the kit was told: ${[...offers].sort().join(', ') || 'the six verbs'}.`,
    run: async ({ subject, checks }) =>
      checks.equal(featuresOf(subject).sort(), [...new Set(offers)].sort(), 'the option offers'),
  }
  const groups = [{ name: 'the kit', cases: [offered] }, ...STORE_GROUPS]
  return register(runner, groups, new Set(offers), (one) =>
    runCase(one, async (checks) => {
      const subject = await open()
      return { scene: new Scene({ subject, checks, ...scene }), close: async () => subject.close?.() }
    }),
  )
}

/** Every requirement, by the part of the contract that it belongs to: what the table in the docs is made from. */
export const storeRequirements = (): readonly {
  readonly part: string
  readonly id: string
  readonly says: string
  readonly needs: readonly StoreFeature[]
}[] =>
  STORE_GROUPS.flatMap(({ name, cases }) =>
    cases.map(({ id, says, needs = [] }) => ({ part: name, id, says, needs })),
  )
