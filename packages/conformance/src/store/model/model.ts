import fc from 'fast-check'
import { ContractError } from '../../kit/case.ts'
import type { StoreCase } from '../scene.ts'
import { commands } from './commands.ts'
import { World } from './world.ts'

export const modelCases: readonly StoreCase[] = [
  {
    id: 'MODEL',
    says: 'Whatever sequence of commands it is given, a store answers as the contract says, read as a program.',
    async run(scene) {
      const { seed, runs, shrink } = scene.random
      const property = fc.asyncProperty(commands, async (sequence) => {
        const world = new World(scene)
        for (const command of sequence) await world.do(command)
        await world.compare()
      })
      const options = { numRuns: runs, endOnFailure: !shrink, ...(seed !== undefined && { seed }) }
      const result = await fc.check(property, options)
      if (!result.failed) return
      const cause = result.errorInstance
      const [sequence = []] = result.counterexample ?? []
      throw scene.checks.error(
        [
          `seed:     ${result.seed} (pass it as random.seed to see this again)`,
          ...sequence.map((command, index) => `command ${index + 1}: ${JSON.stringify(command)}`),
          ...(cause instanceof ContractError ? detailsOf(cause) : [`came: ${String(cause)}`]),
        ],
        cause,
      )
    },
  },
]

/** What a check said, without the case's name and sentence. */
const detailsOf = ({ message }: ContractError): string[] =>
  message
    .split('\n')
    .slice(2)
    .map((line) => line.trim())
