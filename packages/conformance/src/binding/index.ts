import { ContractError } from '../kit/case.ts'
import { Checks } from '../kit/checks.ts'
import { type Plan, type Runner, register } from '../kit/runner.ts'
import { show } from '../kit/values.ts'
import { BINDING_GROUPS } from './cases.ts'
import { type BindingCase, Scene } from './scene.ts'
import type { BindingFeature, OpenBinding } from './subject.ts'

export { ContractError } from '../kit/case.ts'
export type { Plan, Runner } from '../kit/runner.ts'
export type { BindingFeature, BindingSubject, Deployment, OpenBinding } from './subject.ts'

export interface BindingConformance extends Runner {
  /** Gives a running server with the app under test (`createKitApp` of `@sess/conformance/binding/app`). */
  readonly open: OpenBinding
  /** What the binding has beyond what every one must have. */
  readonly offers: readonly BindingFeature[]
  /** How often one request opens its session. Default 1; 2 where a proxy renews before a page looks. */
  readonly opensPerRequest?: number
}

/**
 * Registers one test per requirement on a binding with the runner that is passed in. The server may run anywhere: it is driven by
 * HTTP alone, with a cookie jar, and behind its back by the commands of the app under test.
 *
 * ```ts
 * import { bindingConformance } from '@sess/conformance/binding'
 * import { describe, test } from 'vitest'
 *
 * bindingConformance({ describe, test, offers: ['guard'], open: async () => ({ url: 'http://127.0.0.1:3000' }) })
 * ```
 */
export function bindingConformance({
  open,
  offers,
  opensPerRequest = 1,
  ...runner
}: BindingConformance): Plan {
  return register(runner, BINDING_GROUPS, new Set(offers), (one) =>
    runBindingCase(one, open, opensPerRequest),
  )
}

/** Runs one case; what breaks outside of an assertion is reported in the case's name too. */
async function runBindingCase(one: BindingCase, open: OpenBinding, opensPerRequest: number): Promise<void> {
  const checks = new Checks(one)
  const scene = new Scene(checks, open, opensPerRequest)
  try {
    await one.run(scene)
  } catch (error) {
    if (error instanceof ContractError) throw error
    throw checks.error(['expected: that the case runs to its end', `came:     ${show(error)}`], error)
  } finally {
    await scene.close()
  }
}

/** Every requirement, by what it is about: what the table in the docs is made from. */
export const bindingRequirements = (): readonly {
  readonly part: string
  readonly id: string
  readonly says: string
  readonly needs: readonly BindingFeature[]
}[] =>
  BINDING_GROUPS.flatMap(({ name, cases }) =>
    cases.map(({ id, says, needs = [] }) => ({ part: name, id, says, needs })),
  )
