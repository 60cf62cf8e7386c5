import { expect, test } from 'vitest'
import { bringPrograms, findProgram, neededPrograms } from '../programs.ts'

test('a program is found under any of its names, or not at all', () => {
  expect(findProgram({ commands: ['no-such-program', 'node'] })).toMatch(/\/node$/)
  expect(findProgram({ commands: ['no-such-program'] })).toBeNull()
})

test('only what the chosen tests start is brought', () => {
  const here = { commands: ['here'], debian: 'here', neededBy: ['tools/testing'] }
  const nowhere = { commands: ['nowhere'], debian: 'nowhere', neededBy: ['packages/not-there-yet'] }
  const needed = (...filters: string[]) => neededPrograms(filters, [here, nowhere])
  expect(needed()).toEqual([here])
  expect(needed('tools')).toEqual([here])
  expect(needed('tools/testing/test/programs.test.ts')).toEqual([here])
  expect(needed('packages/core')).toEqual([])
})

test('nothing is done where everything is there', async () => {
  expect(await bringPrograms([{ commands: ['node'], debian: 'no-such-package', neededBy: [] }])).toBeNull()
})
