import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { examplesOf } from '../examples.ts'

const block = '```ts\nexport const total: number = price * 2\n```\n'
const FILES = {
  'wrong.md': '# Title\n\n```ts\nconst a: number = 1\nconst b: string = a\n```\n',
  'bare.md': block,
  'declared.md': `<!-- with: declare const price: number -->\n${block}`,
  'misdeclared.md': `<!-- with:\ndeclare const price: string\n-->\n\n${block}`,
  'separate.md': '```ts\nconst one = 1\n```\n\n```ts\nconsole.log(one)\n```\n',
  'shell.md': '```sh\nnpm install\n```\n',
  'global.md': '```ts\ndeclare global {\n  const everywhere: number\n}\n```\n',
  'local.md': '```ts\nconsole.log(everywhere)\n```\n',
  'add.ts': '/**\n * Adds.\n *\n * ```ts\n * const sum: string = 1 + 1\n * ```\n */\nexport const add = 1\n',
}

const problems = compile(
  Object.entries(FILES).flatMap(([name, text]) => examplesOf({ path: `tools/checks/${name}`, text })),
)
const of = (name: keyof typeof FILES) => problems.filter((problem) => problem.includes(`/${name}:`))

test('an example that does not compile is named by its line in the page', () => {
  expect(of('wrong.md')).toEqual([expect.stringMatching(/^tools\/checks\/wrong\.md:5 Type 'number' is not/)])
})

test('an example may rely on what a comment declares', () => {
  expect(of('bare.md')).toHaveLength(1)
  expect(of('declared.md')).toEqual([])
  expect(of('misdeclared.md')).toEqual([expect.stringMatching(/misdeclared\.md:6 /)])
})

test('what one example adds to other modules, the others do not see', () => {
  expect(of('global.md')).toEqual([])
  expect(of('local.md')).toHaveLength(1)
})

test('blocks do not see each other, and other languages are left alone', () => {
  expect(of('separate.md')).toEqual([expect.stringMatching(/separate\.md:6 .*'one'/)])
  expect(of('shell.md')).toEqual([])
})

test('doc comments hold examples too', () => {
  expect(of('add.ts')).toEqual([expect.stringMatching(/^tools\/checks\/add\.ts:5 /)])
})
