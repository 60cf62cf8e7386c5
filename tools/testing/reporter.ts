import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node'
import type { Counts } from './counts.ts'

/** Counts what ran; a file or a hook that broke counts as a failure of its own. */
export function countTests(
  modules: readonly TestModule[],
  unhandled: readonly SerializedError[],
  reason: TestRunEndReason,
): Counts {
  const counts = { passed: 0, failed: unhandled.length, skipped: 0 }
  for (const module of modules) {
    counts.failed += module.errors().length
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      counts[state === 'pending' ? 'failed' : state] += 1
    }
  }
  if (reason !== 'passed' && counts.failed === 0) counts.failed = 1
  return counts
}

/** Hands the counts to the test command, which prints its closing line when all else has been said. */
export default class CountsReporter implements Reporter {
  onTestRunEnd(...run: Parameters<typeof countTests>): void {
    const file = process.env.SESS_TEST_COUNTS
    if (file) writeFileSync(file, JSON.stringify(countTests(...run)))
  }
}
