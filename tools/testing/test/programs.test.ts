import { expect, test } from 'vitest'
import { BROWSER, bringPrograms, findProgram, neededPrograms, PROGRAMS } from '../programs.ts'

test('a program is found under any of its names, or not at all', () => {
  expect(findProgram({ commands: ['no-such-program', 'node'] })).toMatch(/\/node$/)
  expect(findProgram({ commands: ['no-such-program'] })).toBeNull()
})

test('only what the chosen tests start is brought', () => {
  expect(neededPrograms(['packages/core'])).toEqual([])
  expect(neededPrograms(['apps/express'])).toEqual([BROWSER])
  expect(neededPrograms(['apps/'])).toEqual([BROWSER])
  expect(PROGRAMS).toEqual(expect.arrayContaining(neededPrograms([])))
})

test('nothing is done where everything is there', async () => {
  expect(await bringPrograms([{ commands: ['node'], debian: 'no-such-package', neededBy: [] }])).toBeNull()
})
