import { join } from 'node:path'
import { root } from '../workspace.ts'

/** A test that passed, as the last run of all tests has it. */
export interface Passed {
  /** Relative to the root. */
  readonly file: string
  /** With the names of its suites in front. */
  readonly name: string
}

/** Written by a run of all tests, for checks that ask whether a test ran; no part of the repository. */
export const passedFile: string = join(root, '.cache/tests-passed.json')
