import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { portRequirements } from '../src/ports.ts'
import { storeRequirements } from '../src/store.ts'

/**
 * The table of requirements in `docs/store-contract.md`. `node tools/contract-table.ts` fails when the doc comments of the
 * contract, the cases of the kit and the table disagree; with `--write` it writes the table first.
 */

interface Requirement {
  readonly part: string
  readonly id: string
  readonly says: string
  readonly needs: readonly string[]
}

const root = join(import.meta.dirname, '../../..')
const TABLE = 'docs/store-contract.md'

const CONTRACTS: readonly { readonly file: string; readonly requirements: readonly Requirement[] }[] = [
  { file: 'packages/core/src/store.ts', requirements: storeRequirements() },
  { file: 'packages/core/src/ports.ts', requirements: portRequirements },
]

const HEAD = `# The store contract, requirement by requirement

Every sentence that a store must keep, with the id that stands in the contract's doc comment and in the name of the test that
\`@sess/conformance\` runs for it. A requirement with a need is tested where the store offers that: a \`second\` process, \`sweep\`,
\`subscribe\`, a way to count \`leftovers\`, or to bring about \`lost-answers\` and an \`outage\`.

This file is made from the cases of the kit: \`pnpm --filter @sess/conformance contract\`.
`

/** The file as it should be. */
export function contractTable(): string {
  const sections = CONTRACTS.flatMap(({ file, requirements }) => {
    const parts = [...new Set(requirements.map(({ part }) => part))]
    return [
      `\n[${file}](../${file})`,
      ...parts.map((part) =>
        section(
          part,
          requirements.filter((requirement) => requirement.part === part),
        ),
      ),
    ]
  })
  return [HEAD, ...sections].join('\n')
}

function section(part: string, requirements: readonly Requirement[]): string {
  const rows = requirements.map(
    ({ id, says, needs }) => `| ${id} | ${says.replaceAll('|', '\\|')} | ${needs.join(', ')} |`,
  )
  return ['', `## ${part}`, '', '| id | what must hold | needs |', '|---|---|---|', ...rows, ''].join('\n')
}

/** The ids in brackets that a file's comments name. */
export const idsIn = (text: string): string[] =>
  [...text.matchAll(/`\[([A-Z]+(?:-[A-Z]+)*)\]`/g)].map(([, id = '']) => id)

/** Where the doc comments, the cases and the table disagree: one line each. */
export function contractProblems(): string[] {
  const problems = CONTRACTS.flatMap(({ file, requirements }) => {
    const named = new Set(idsIn(readFileSync(join(root, file), 'utf8')))
    const cases = new Set(requirements.map(({ id }) => id))
    return [
      ...[...named].filter((id) => !cases.has(id)).map((id) => `${file} names [${id}], which no case checks`),
      ...[...cases].filter((id) => !named.has(id)).map((id) => `the case [${id}] does not stand in ${file}`),
      ...(cases.size === requirements.length ? [] : [`two cases of ${file} have one id`]),
    ]
  })
  const table = readFileSync(join(root, TABLE), 'utf8') === contractTable()
  return table
    ? problems
    : [...problems, `${TABLE} is not up to date: pnpm --filter @sess/conformance contract`]
}

if (import.meta.main) {
  if (process.argv.includes('--write')) writeFileSync(join(root, TABLE), contractTable())
  const problems = contractProblems()
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
}
