import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCLI } from 'vitest/node'
import { build, run } from '../run.ts'
import { type Counts, closingLine } from './counts.ts'
import { BROWSER, bringPrograms, findProgram, neededPrograms } from './programs.ts'

/**
 * The test command: builds, brings the servers and the browser, runs every test of every package, and ends
 * with one line. Arguments go to vitest: `pnpm test packages/core -t renewal`.
 */
async function main(args: readonly string[]): Promise<Counts> {
  const { filter } = parseCLI(['vitest', 'run', ...args])
  const programs = neededPrograms(filter)
  const missing = await bringPrograms(programs)
  if (missing) {
    console.error(missing)
    return { passed: 0, failed: 1, skipped: 0 }
  }
  const built = await build()
  const tested = await runTests(args)
  return built ? tested : { ...tested, failed: tested.failed + 1 }
}

async function runTests(args: readonly string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'sess-tests-'))
  const file = join(folder, 'counts.json')
  try {
    const all = args.length === 0 ? { SESS_ALL_TESTS: 'yes' } : {}
    const env = { SESS_TEST_COUNTS: file, ...all, ...browser() }
    const { ok } = await run('vitest', ['run', ...args], { env })
    const counts: Counts = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : { passed: 0, failed: 1, skipped: 0 }
    return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Where the browser is: its name differs from system to system. */
function browser(): Record<string, string> {
  const file = findProgram(BROWSER)
  return file ? { SESS_CHROMIUM: file } : {}
}

const counts = await main(process.argv.slice(2))
console.log(closingLine(counts))
process.exitCode = counts.failed === 0 ? 0 : 1
