import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Passed, passedFile } from '../testing/passed.ts'
import { root } from '../workspace.ts'
import type { Proof, Row } from './asvs/row.ts'
import { CHAPTERS } from './asvs/rows.ts'
import type { Check } from './check.ts'

/** What is wrong with the rows: nothing is said of them, or they lean on tests that nobody finds. `passed`: what the last whole run was. */
export function asvsProblems(
  rows: readonly Row[],
  read: (file: string) => string | null,
  passed: readonly Passed[] | null,
): string[] {
  return rows.flatMap((row) => {
    const { id, proofs = [], app, none } = row
    const empty = proofs.length + (app ?? none ?? '').length === 0
    return [
      ...(empty
        ? [`${id} says neither what proves it, nor what is left to the app, nor why it does not apply`]
        : []),
      ...proofs
        .flatMap((proof) => proofProblem(proof, read(proof.file), passed))
        .map((why) => `${id}: ${why}`),
    ]
  })
}

function proofProblem(
  { file, title }: Proof,
  text: string | null,
  passed: readonly Passed[] | null,
): string[] {
  if (text === null) return [`there is no ${file}`]
  if (!["'", '`', '"'].some((quote) => text.includes(`${quote}${title}${quote}`)))
    return [`${file} has nothing called "${title}"`]
  // A case of the kit runs in the tests of every binding, which name it by its id.
  const isCase = !file.endsWith('.test.ts')
  const name = new RegExp(
    isCase
      ? `\\[${title}\\]`
      : title
          .split(/%[sdifjo]|\$\w+/)
          .map(escaped)
          .join('.*'),
  )
  const ran = passed?.some((test) => (isCase || test.file === file) && name.test(test.name)) ?? true
  return ran ? [] : [`"${title}" of ${file} did not pass in the last whole run of the tests`]
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

export const asvs: Check = {
  name: 'asvs',
  async run() {
    const rows = CHAPTERS.flatMap((chapter) => chapter.rows)
    const read = (file: string) => {
      const path = join(root, file)
      return existsSync(path) ? readFileSync(path, 'utf8') : null
    }
    const passed: readonly Passed[] | null = existsSync(passedFile)
      ? JSON.parse(readFileSync(passedFile, 'utf8'))
      : null
    const note = `${rows.length} requirements${passed ? '' : ', and no run of all tests to compare with'}`
    return { problems: asvsProblems(rows, read, passed), note }
  },
}
