import { expect, test } from 'vitest'
import { purityProblems } from '../purity.ts'

const problems = (text: string) => purityProblems({ path: 'a.ts', text })

test.each([
  ['a global of Node', 'export const home = () => process.env.HOME', 'a.ts:1 uses process'],
  [
    'a global of Node, in a type assertion',
    'const b = (x: unknown) => Buffer.from(x as string)',
    'a.ts:1 uses Buffer',
  ],
  ['the global object', '\n(globalThis as { cache?: object }).cache = {}', 'a.ts:2 uses globalThis'],
  ['a shorthand property', 'const all = () => ({ window })', 'a.ts:1 uses window'],
  ['a variable of the module', 'let count = 0', 'a.ts:1 a module holds a variable'],
  [
    'a map that grows',
    'const seen = new Map()\nexport const see = (x: string) => seen.set(x, 1)',
    'a.ts:2 changes seen',
  ],
  [
    'a list that grows',
    'const all: string[] = []\nexport function add(x: string) { all.push(x) }',
    'a.ts:2 changes all',
  ],
  [
    'an assigned property',
    'const state = { n: 0 }\nexport const f = () => { state.n += 1 }',
    'a.ts:2 changes state',
  ],
  ['a counted element', 'const hits = [0]\nexport const f = () => hits[0]++', 'a.ts:2 changes hits'],
  [
    'a deleted element',
    'const all = {}\nexport const f = (k: string) => { delete all[k] }',
    'a.ts:2 changes all',
  ],
  ['a static field', 'export class A { static count = 0 }', 'a.ts:1 a static field'],
])('%s is found', (_, text, problem) => {
  expect(problems(text)).toEqual([expect.stringContaining(problem)])
})

test.each([
  ['a constant table', "const UNITS = { s: 1000 }\nexport const unit = (u: 's') => UNITS[u]"],
  ['a property of that name', 'export const f = (x: { process: number }) => x.process'],
  ['a parameter of that name', 'export const f = (window: number) => window + 1'],
  [
    'a local map',
    'const seen = 1\nexport const f = () => { const seen = new Map(); seen.set(1, 2); return seen }',
  ],
  ['a destructured name', 'export function f({ self }: { self: string }) { return self.length }'],
  ['a table filled at load', 'const T: number[] = []\nfor (let i = 0; i < 9; i++) T[i] = i * i'],
  ['a comment', '// process, Buffer\nexport const a = 1'],
])('%s is allowed', (_, text) => {
  expect(problems(text)).toEqual([])
})
