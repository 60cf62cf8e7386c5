/** One requirement of a contract, as something that can be run. */
export interface Case<Scene, Feature extends string = string> {
  /** Stands in brackets in the contract's doc comment, and in the table of requirements. */
  readonly id: string
  /** The sentence of the contract that it checks. */
  readonly says: string
  /** What the subject under test must offer for it to run. */
  readonly needs?: readonly Feature[]
  run(scene: Scene): Promise<void>
}

/** A requirement that does not hold: what was expected, what came, and which sentence of the contract that is. */
export class ContractError extends Error {
  override readonly name = 'ContractError'
  readonly caseId: string

  constructor({ id, says }: Pick<Case<never>, 'id' | 'says'>, details: readonly string[], cause?: unknown) {
    super(
      [`[${id}] does not hold.`, `  contract: ${says}`, ...details.map((line) => `  ${line}`)].join('\n'),
      {
        cause,
      },
    )
    this.caseId = id
  }
}
