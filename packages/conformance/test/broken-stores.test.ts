import { afterAll, describe, expect, test } from 'vitest'
import { storeRequirements } from '../src/store.ts'
import { BROKEN } from './broken/all.ts'
import { EXPLORING, SHOWS_ALSO } from './broken/also.ts'
import { failuresOf } from './support/run-kit.ts'

const table: string[] = []

describe('every broken store fails the cases named after its bug, and no other for another reason', () => {
  for (const { bug, fails, open } of BROKEN) {
    test(bug, { timeout: 60_000 }, async () => {
      const failures = await failuresOf(open, { random: { runs: 60, seed: 1, shrink: false } })
      const failed = [...failures.keys()]
      table.push(`${bug.padEnd(72)} ${failed.map((id) => (fails.includes(id) ? id : `(${id})`)).join(' ')}`)
      expect(failed, 'the cases named after the bug').toEqual(expect.arrayContaining([...fails]))
      const explained = [...fails, ...(SHOWS_ALSO[bug] ?? []), ...EXPLORING]
      expect(
        failed.filter((id) => !explained.includes(id)),
        'cases that the bug does not explain',
      ).toEqual([])
      for (const [id, { message }] of failures) {
        expect(message).toMatch(
          new RegExp(`^\\[${id}\\] does not hold\\.\\n  contract: .+\\n(.*\\n)*  came: +.`),
        )
      }
    })
  }

  test('every requirement has a broken store that fails it', () => {
    const named = new Set(BROKEN.flatMap(({ fails }) => fails))
    const unproved = storeRequirements().filter(({ id }) => !named.has(id))
    expect(unproved.map(({ id }) => id)).toEqual([])
  })

  test('no other bug is said to show elsewhere than those that there are', () => {
    const bugs = BROKEN.map(({ bug }) => bug)
    expect(new Set(bugs).size).toBe(bugs.length)
    expect(Object.keys(SHOWS_ALSO).filter((bug) => !bugs.includes(bug))).toEqual([])
  })

  afterAll(() =>
    console.log(
      ['Which cases failed, with those in brackets that are not named after the bug:', ...table].join('\n'),
    ),
  )
})
