import type { Mutant } from './mutant.ts'
import { CURRENT } from './mutants-current.ts'
import { OTHER_KEY } from './mutants-other-key.ts'
import { PREDECESSOR } from './mutants-predecessor.ts'
import { REFUSALS } from './mutants-refusals.ts'
import { REKEYING } from './mutants-rekeying.ts'
import { RULES } from './mutants-rules.ts'

/** Every row of the table and every rule around it, broken. */
export const MUTANTS: readonly Mutant[] = [
  ...REFUSALS,
  ...OTHER_KEY,
  ...CURRENT,
  ...PREDECESSOR,
  ...REKEYING,
  ...RULES,
]
