import fc from 'fast-check'
import { expect, test } from 'vitest'
import { localPath } from '../src/local-path.ts'

test('a path of this app passes, with its query', () => {
  expect(localPath('/sessions?a=1', '/')).toBe('/sessions?a=1')
})

test.each([
  '//evil.example',
  '/\\evil.example',
  '/.//evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  'safe',
  '',
  null,
  7,
])('%j is led nowhere else', (text) => {
  expect(localPath(text, '/otherwise')).toBe('/otherwise')
})

test('no text at all leads to another host', () => {
  const text = fc.string({ unit: fc.constantFrom(...'/\\@:.?#\t\n evil') })
  fc.assert(
    fc.property(text, (path) => {
      const here = 'http://demo.example'
      expect(new URL(localPath(path, '/'), here).origin).toBe(here)
    }),
    { numRuns: 2000 },
  )
})
