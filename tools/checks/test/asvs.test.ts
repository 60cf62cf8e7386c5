import { join } from 'node:path'
import { expect, test } from 'vitest'
import { asvsPage } from '../asvs/page.ts'
import type { Row } from '../asvs/row.ts'
import { asvsProblems } from '../asvs.ts'

test('docs/asvs.md is what the rows say; `vitest run -u` writes it anew', async () => {
  await expect(asvsPage()).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/asvs.md'))
})

const row = (given: Partial<Row>): Row => ({ id: '7.0.1', level: 1, asks: 'x', ...given })
const proof = { file: 'a.test.ts', title: 'holds for %s (P1)' }
const source = "test.each([1])('holds for %s (P1)', () => {})"
const problems = (
  given: Partial<Row>,
  text: string | null = source,
  passed: string | null = 'suite > holds for 1 (P1)',
) => asvsProblems([row(given)], () => text, passed === null ? null : [{ file: 'a.test.ts', name: passed }])

test('a row is proved by a test that is there and passed', () => {
  expect(problems({ proofs: [proof] })).toEqual([])
  expect(problems({ proofs: [proof] }, source, null)).toEqual([])
  expect(problems({ app: 'Yours.' })).toEqual([])
  expect(problems({ none: 'No.' })).toEqual([])
})

test.each([
  ['that says nothing', {}, source, null, /says neither/],
  ['whose file is missing', { proofs: [proof] }, null, null, /no a\.test\.ts/],
  ['whose test was renamed', { proofs: [proof] }, source.replace('holds', 'held'), null, /nothing called/],
  ['whose test did not pass', { proofs: [proof] }, source, 'suite > another', /did not pass/],
  [
    'whose test passed elsewhere',
    { proofs: [{ ...proof, file: 'b.test.ts' }] },
    source,
    'holds for 1 (P1)',
    /did not pass/,
  ],
])('a row %s is a problem', (_, given, text, passed, problem) => {
  expect(problems(given, text, passed)).toEqual([expect.stringMatching(problem)])
})

test('a case of the kit counts wherever it passed', () => {
  const inKit = { file: 'packages/conformance/src/binding/cases/login.ts', title: 'LOGOUT' }
  expect(problems({ proofs: [inKit] }, "id: 'LOGOUT'", 'express > login > [LOGOUT] It clears')).toEqual([])
  expect(
    problems({ proofs: [inKit] }, "id: 'LOGOUT'", 'express > login > [LOGOUT-TWICE] It clears'),
  ).toHaveLength(1)
})
