import { type Case, ContractError } from './case.ts'
import { Checks } from './checks.ts'
import { show } from './values.ts'

/** The two functions of a test runner that the kits use: those of vitest, `node:test`, Bun, Jest or Mocha fit. */
export interface Runner {
  readonly test: (name: string, body: () => Promise<void>) => unknown
  readonly describe?: ((name: string, body: () => void) => unknown) | undefined
}

export interface Group<Scene, Feature extends string> {
  readonly name: string
  readonly cases: readonly Case<Scene, Feature>[]
}

/** What a kit will run, and what not because the subject does not offer what it needs. */
export interface Plan {
  readonly runs: readonly string[]
  readonly leftOut: readonly { readonly id: string; readonly needs: readonly string[] }[]
}

/** Registers every case whose needs are met, as one test each. */
export function register<Scene, Feature extends string>(
  { test, describe = (_, body) => body() }: Runner,
  groups: readonly Group<Scene, Feature>[],
  offers: ReadonlySet<Feature>,
  run: (one: Case<Scene, Feature>) => Promise<void>,
): Plan {
  const runs: string[] = []
  const leftOut: { id: string; needs: readonly string[] }[] = []
  for (const { name, cases } of groups) {
    const able = cases.filter(({ id, needs = [] }) => {
      if (needs.every((feature) => offers.has(feature))) return true
      leftOut.push({ id, needs })
      return false
    })
    if (able.length === 0) continue
    describe(name, () => {
      for (const one of able) {
        runs.push(one.id)
        test(`[${one.id}] ${one.says}`, () => run(one))
      }
    })
  }
  return { runs, leftOut }
}

/** Runs one case in its own scene; what breaks outside of an assertion is reported in the case's name too. */
export async function runCase<Scene>(
  one: Case<Scene>,
  open: (checks: Checks) => Promise<{ readonly scene: Scene; readonly close: () => Promise<void> }>,
): Promise<void> {
  const checks = new Checks(one)
  const { scene, close } = await open(checks)
  try {
    await one.run(scene)
  } catch (error) {
    if (error instanceof ContractError) throw error
    throw checks.error(
      [
        `expected: an outcome, for a rejected promise means that the backend failed`,
        `came:     ${show(error)}`,
      ],
      error,
    )
  } finally {
    await close()
  }
}
