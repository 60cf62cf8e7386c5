import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node'
import { root } from '../workspace.ts'
import type { Counts } from './counts.ts'
import { type Passed, passedFile } from './passed.ts'

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

export function passedTests(modules: readonly TestModule[]): Passed[] {
  return modules.flatMap((module) =>
    [...module.children.allTests('passed')].map((test) => ({
      file: relative(root, module.moduleId),
      name: test.fullName,
    })),
  )
}

/** Hands the counts to the test command, which prints its closing line when all else has been said. */
export default class CountsReporter implements Reporter {
  onTestRunEnd(...run: Parameters<typeof countTests>): void {
    const file = process.env.SESS_TEST_COUNTS
    if (file) writeFileSync(file, JSON.stringify(countTests(...run)))
    if (process.env.SESS_ALL_TESTS) {
      mkdirSync(dirname(passedFile), { recursive: true })
      writeFileSync(passedFile, JSON.stringify(passedTests(run[0])))
    }
  }
}
