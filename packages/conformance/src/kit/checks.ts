import { type Case, ContractError } from './case.ts'
import { difference, show } from './values.ts'

/** Says what does not hold, in the name of one case. */
export class Checks {
  readonly #of: Pick<Case<never>, 'id' | 'says'>

  constructor(of: Pick<Case<never>, 'id' | 'says'>) {
    this.#of = of
  }

  /** `what` names what is compared: `read() after the end`. */
  equal(came: unknown, expected: unknown, what: string): void {
    const found = difference(expected, came)
    if (found === null) return
    const where =
      found.path === ''
        ? []
        : [`differs at: ${found.path}: expected ${show(found.expected)}, came ${show(found.came)}`]
    throw this.error([
      `checked:  ${what}`,
      `expected: ${show(expected)}`,
      `came:     ${show(came)}`,
      ...where,
    ])
  }

  holds(condition: boolean, what: string, came: unknown): void {
    if (!condition) throw this.error([`expected: ${what}`, `came:     ${show(came)}`])
  }

  /** The promise rejects: with what, is the subject's own choice. */
  async rejects(run: () => Promise<unknown>, what: string): Promise<void> {
    let came: unknown
    try {
      came = await run()
    } catch {
      return
    }
    throw this.error([`checked:  ${what}`, 'expected: a rejected promise', `came:     ${show(came)}`])
  }

  error(details: readonly string[], cause?: unknown): ContractError {
    return new ContractError(this.#of, details, cause)
  }
}
