import { expect, test } from 'vitest'
import { compile, examplesOf } from '../examples.ts'

const page = (text: string) => compile(examplesOf({ path: 'tools/checks/page.md', text }))

test('an example that does not compile is named by its line in the page', () => {
  expect(page('# Title\n\n```ts\nconst a: number = 1\nconst b: string = a\n```\n')).toEqual([
    expect.stringMatching(/^tools\/checks\/page\.md:5 Type 'number' is not assignable/),
  ])
})

test('an example may rely on what a comment declares', () => {
  const block = '```ts\nexport const total: number = price * 2\n```\n'
  expect(page(block)).toHaveLength(1)
  expect(page(`<!-- with: declare const price: number -->\n${block}`)).toEqual([])
  expect(page(`<!-- with:\ndeclare const price: string\n-->\n\n${block}`)).toEqual([
    expect.stringMatching(/page\.md:6 /),
  ])
})

test('blocks do not see each other, and other languages are left alone', () => {
  expect(page('```ts\nconst one = 1\n```\n\n```ts\nconsole.log(one)\n```\n')).toHaveLength(1)
  expect(page('```sh\nnpm install\n```\n')).toEqual([])
})

test('doc comments hold examples too', () => {
  const text =
    '/**\n * Adds.\n *\n * ```ts\n * const sum: string = 1 + 1\n * ```\n */\nexport const add = 1\n'
  expect(compile(examplesOf({ path: 'tools/checks/add.ts', text }))).toEqual([
    expect.stringMatching(/^tools\/checks\/add\.ts:5 /),
  ])
})
