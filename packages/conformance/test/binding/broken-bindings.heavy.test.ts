import { describe, expect, test } from 'vitest'
import { createKitApp } from '../../src/binding/app.ts'
import { bindingConformance, bindingRequirements } from '../../src/binding/index.ts'
import { answeringBugs } from './broken/answering.ts'
import type { Broken } from './broken/break.ts'
import { handlingBugs } from './broken/handling.ts'
import { meddlingBugs } from './broken/meddling.ts'
import { openingBugs } from './broken/opening.ts'
import { readingBugs } from './broken/reading.ts'
import { serveWeb } from './serve-web.ts'

/** The kit's cases by their ids, against this binding. */
function casesAgainst({ app }: Broken): Map<string, () => Promise<void>> {
  const cases = new Map<string, () => Promise<void>>()
  bindingConformance({
    test: (name, body) => void cases.set(/^\[(.+?)\]/.exec(name)?.[1] ?? name, body),
    offers: ['guard', 'read-only', 'proxy', 'base-path', 'cookie-lines', 'outlives-client'],
    async open(deployment) {
      const { url, close } = await serveWeb(app(createKitApp(), deployment))
      return { url: url + deployment.basePath, close }
    },
  })
  return cases
}

const ALL = [...readingBugs, ...openingBugs, ...meddlingBugs, ...answeringBugs, ...handlingBugs]

describe('a binding with a bug fails on the case named after it', () => {
  test.each(ALL.map((one) => [one.bug, one.fails.join(', '), one] as const))(
    '%s: %s',
    async (_bug, _ids, one) => {
      const cases = casesAgainst(one)
      await Promise.all(
        one.fails.map(async (id) => {
          const run = cases.get(id) ?? (async () => {})
          await expect(run(), id).rejects.toMatchObject({ name: 'ContractError', caseId: id })
        }),
      )
    },
  )
})

test('there is no case that no bug fails', () => {
  const failed = new Set(ALL.flatMap(({ fails }) => fails))
  expect(
    bindingRequirements()
      .filter(({ id }) => !failed.has(id))
      .map(({ id }) => id),
  ).toEqual([])
})

test('every case has an id and a sentence of its own', () => {
  const ids = bindingRequirements().map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { id, says } of bindingRequirements()) {
    expect(id).toMatch(/^[A-Z]+(?:-[A-Z]+)*$/)
    expect(says).toMatch(/^.+\.$/)
  }
})
