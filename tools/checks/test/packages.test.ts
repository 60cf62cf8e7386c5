import { expect, test } from 'vitest'
import { readmeProblems } from '../exports.ts'
import { licenceProblem } from '../licences.ts'
import { metadataProblems, repositoryProblems } from '../metadata.ts'
import { contentProblems } from '../programs.ts'
import { strayTests } from '../test-files.ts'

const complete = {
  name: '@sess/example',
  version: '1.0.0',
  description: 'An example that has everything it needs.',
  keywords: ['a', 'b', 'c'],
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20' },
  exports: { './package.json': './package.json' },
  files: ['dist', 'src', 'README.md', 'LICENSE'],
  scripts: { build: 'tsup', types: 'tsc' },
}
const metadata = (change: object) => metadataProblems({ path: 'x', manifest: { ...complete, ...change } })

test('complete metadata passes, and each part is needed', () => {
  expect(metadata({})).toEqual([])
  for (const key of Object.keys(complete)) {
    expect(metadata({ [key]: key === 'name' ? 'example' : undefined }), key).toHaveLength(1)
  }
  expect(metadata({ scripts: { ...complete.scripts, postinstall: 'node x.js' } })).toHaveLength(1)
})

test('every package names the repository that the root names, with its own folder', () => {
  const project = { type: 'git', url: 'git+https://host.test/sess.git' }
  const of = (repository?: typeof project & { directory: string }) =>
    repositoryProblems(
      { path: 'packages/x', manifest: { ...complete, ...(repository && { repository }) } },
      project,
    )
  expect(of({ ...project, directory: 'packages/x' })).toEqual([])
  expect(of({ ...project, directory: 'packages/y' })).toHaveLength(1)
  expect(of()).toHaveLength(1)
  expect(repositoryProblems({ path: 'packages/x', manifest: complete }, undefined)).toEqual([])
})

test('a README names exactly the subpaths that can be imported', () => {
  const specifiers = ['@sess/core', '@sess/core/web']
  expect(readmeProblems('@sess/core', specifiers, "# `@sess/core`\nimport '@sess/core/web'")).toEqual([])
  expect(readmeProblems('@sess/kit', ['@sess/kit/store'], '# `@sess/kit`: @sess/kit/store')).toEqual([])
  expect(readmeProblems('@sess/core', specifiers, '# `@sess/core`')).toEqual([
    expect.stringContaining('@sess/core/web'),
  ])
  expect(readmeProblems('@sess/core', specifiers, '@sess/core @sess/core/web @sess/core/wep')).toEqual([
    expect.stringContaining('@sess/core/wep'),
  ])
  expect(
    readmeProblems('@sess/kit', ['@sess/kit'], '@sess/kit: cat node_modules/@sess/kit/sql/x.sql'),
  ).toEqual([])
})

test('a package holds what it promises, nothing else, and no version that only the workspace knows', () => {
  const paths = ['package/package.json', 'package/dist/index.js']
  const expected = ['package.json', 'dist/index.js']
  expect(contentProblems(expected, paths, '{"@sess/core":"^1.0.0"}')).toEqual([])
  expect(contentProblems([...expected, 'LICENSE'], paths, '')).toEqual(['the package lacks LICENSE'])
  expect(contentProblems(expected, [...paths, 'package/test/a.ts'], '')).toEqual([
    'the package holds test/a.ts',
  ])
  expect(contentProblems(expected, paths, '{"@sess/core":"workspace:^"}')).toHaveLength(1)
})

test('a licence that asks for more than a notice is refused', () => {
  expect(licenceProblem({ name: 'a', license: 'MIT' })).toEqual([])
  expect(licenceProblem({ name: 'a', license: '(GPL-3.0 OR MIT)' })).toEqual([])
  expect(licenceProblem({ name: 'a', license: 'GPL-3.0' })).toHaveLength(1)
  expect(licenceProblem({ name: 'a' })).toHaveLength(1)
})

test('a test that nobody runs is found', () => {
  const all = [{ path: 'packages/core' }]
  expect(strayTests(['packages/core/test/a.test.ts', 'packages/core/src/a.ts'], all)).toEqual([])
  expect(strayTests(['packages/core/src/a.test.ts', 'packages/new/test/b.test.ts'], all)).toHaveLength(2)
})
