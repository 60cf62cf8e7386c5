import { SessError } from '@sess/core'
import { commands, USAGE } from './commands.ts'
import { MistakeError } from './key-file.ts'

/** What the command uses of the process around it. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** A line for standard output. */
  readonly print: (line: string) => void
  /** A line for standard error. */
  readonly complain: (line: string) => void
  readonly now: () => number
}

/**
 * What `sess` does with its arguments (`['keys', 'list', 'sess-keys.json']`); resolves to the exit code: 0, or 1 with a line that says what
 * to do. Private keys go to files that only their owner can read, and to standard output only with `--print`.
 */
export async function main(given: readonly string[], surroundings: Surroundings): Promise<number> {
  const [topic, name = '', ...rest] = given
  const command = topic === 'keys' ? commands[name] : undefined
  if (command === undefined) {
    const asked =
      given.length === 0 || given.some((one) => one === '--help' || one === '-h' || one === 'help')
    const say = asked ? surroundings.print : surroundings.complain
    say(USAGE)
    return asked ? 0 : 1
  }
  try {
    await command(rest, surroundings)
    return 0
  } catch (error) {
    if (!(error instanceof MistakeError || error instanceof SessError || isBadOption(error))) throw error
    surroundings.complain(`sess keys ${name}: ${error.message}`)
    return 1
  }
}

/** What `parseArgs` throws for an option that it does not know. */
const isBadOption = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
