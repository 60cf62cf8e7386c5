import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeReturnTo, withReturnTo } from '../src/return-to.ts'

const HOSTILE: readonly unknown[] = [
  'https://evil.example/',
  'http:evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/./\\evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  '//local.invalid:80@evil.example/',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)//',
  'data:text/html,x',
  'evil.example',
  '@evil.example',
  '?next=//evil.example',
  '',
  '//',
  null,
  undefined,
  42,
  ['/a'],
  new URL('https://evil.example'),
]

test.each(HOSTILE)('%j leads nowhere', (wanted) => {
  expect(safeReturnTo(wanted, '/home')).toBe('/home')
})

test.each([
  ['/', '/'],
  ['/a?b=c&d=//e', '/a?b=c&d=//e'],
  ['/a#part', '/a#part'],
  ['/a/../b', '/b'],
  ['/%2f%2fevil.example', '/%2f%2fevil.example'],
  ['//evil.example@local.invalid/', '/'],
  ['/ä ö', '/%C3%A4%20%C3%B6'],
])('%j leads to %j', (wanted, path) => {
  expect(safeReturnTo(wanted)).toBe(path)
})

test('whatever is asked for, a browser on any origin stays there', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '\t',
    '\n',
    '@',
    ':',
    '?',
    '#',
    '%2f',
    '%5c',
    'evil.example',
    'https',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 8 }).map((all) => all.join('')),
      ),
      (wanted) => {
        for (const origin of ['https://shop.example', 'http://localhost:3000'])
          expect(new URL(safeReturnTo(wanted), `${origin}/sign-in`).origin).toBe(origin)
      },
    ),
    { numRuns: 2000 },
  )
})

test('the way back goes along as a parameter, and only if it is safe', () => {
  expect(withReturnTo('/sign-in', '/a?b=c')).toBe('/sign-in?returnTo=%2Fa%3Fb%3Dc')
  expect(withReturnTo('/sign-in?why=idle#form', '/a')).toBe('/sign-in?why=idle&returnTo=%2Fa#form')
  expect(withReturnTo('/sign-in', '//evil.example')).toBe('/sign-in?returnTo=%2F')
  expect(withReturnTo('/sign-in', undefined)).toBe('/sign-in')
})
