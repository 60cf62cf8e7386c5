import { build } from '../run.ts'
import { closingLine } from '../testing/counts.ts'
import { asvs } from './asvs.ts'
import type { Check, Findings } from './check.ts'
import { examples } from './examples.ts'
import { exportsCheck } from './exports.ts'
import { hygiene } from './hygiene.ts'
import { imports } from './imports.ts'
import { licences } from './licences.ts'
import { links } from './links.ts'
import { metadata } from './metadata.ts'
import { own, packaging, style, types } from './programs.ts'
import { purity } from './purity.ts'
import { size } from './size.ts'
import { testFiles } from './test-files.ts'
import { unused } from './unused.ts'

/** Everything that must hold besides the tests, quick ones first. */
const CHECKS: readonly Check[] = [
  style,
  hygiene,
  links,
  metadata,
  imports,
  purity,
  testFiles,
  licences,
  unused,
  types,
  examples,
  exportsCheck,
  asvs,
  size,
  packaging,
  own,
]

/** `pnpm check` runs all of them, `pnpm check links size` those. */
async function main(names: readonly string[]): Promise<boolean> {
  const unknown = names.filter((name) => !CHECKS.some((check) => check.name === name))
  if (unknown.length > 0) {
    console.error(
      `No check is called ${unknown.join(', ')}. There are: ${CHECKS.map((c) => c.name).join(', ')}.`,
    )
    return false
  }
  const counts = { passed: 0, failed: 0, skipped: 0 }
  if (!(await build())) counts.failed += 1
  for (const check of CHECKS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const started = performance.now()
    const { problems, note } = await attempt(check)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(`${problems.length === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)${note ? ` ${note}` : ''}`)
    for (const problem of problems) console.log(`    ${problem.trimEnd().replaceAll('\n', '\n    ')}`)
    counts[problems.length === 0 ? 'passed' : 'failed'] += 1
  }
  console.log(closingLine(counts))
  return counts.failed === 0
}

async function attempt(check: Check): Promise<Findings> {
  try {
    return await check.run()
  } catch (error) {
    return { problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }
  }
}

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1
