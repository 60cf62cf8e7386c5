import { expect, test } from 'vitest'
import { anchorsOf, brokenLinks } from '../links.ts'

const pages: Record<string, string> = {
  'docs/a.md': '# One thing, `code` & more\n## Twice\n## Twice\n',
  'src/b.ts': '',
}
const broken = (text: string) => brokenLinks({ path: 'docs/index.md', text }, (path) => pages[path] ?? null)

test.each([
  '[x](missing.md)',
  '[x](../src/missing.ts)',
  '[x](a.md#missing)',
  '[x](#missing)',
  '![x](missing.png "title")',
  '<img src="missing.png">',
  '[x][ref]\n\n[ref]: missing.md',
])('%s leads nowhere', (text) => {
  expect(broken(text)).toEqual([expect.stringContaining('docs/index.md:')])
})

test.each([
  '[x](a.md) [y](../src/b.ts) [z](a.md#twice-1)',
  '# Here\n[x](#here)',
  '[x](https://example.com/missing.md) [y](mailto:a@example.com)',
  '```md\n[x](missing.md)\n```',
  '`[x](missing.md)`',
])('%s is fine', (text) => {
  expect(broken(text)).toEqual([])
})

test('anchors are made as forges make them', () => {
  expect([...anchorsOf('# One thing, `code` & more\n## Twice\n## Twice\n<a id="own"></a>')]).toEqual([
    ...['one-thing-code--more', 'twice', 'twice-1', 'own'],
  ])
})
