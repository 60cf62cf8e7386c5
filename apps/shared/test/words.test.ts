import { END_REASONS } from '@sess/core'
import { expect, test } from 'vitest'
import { agoText, isNotice, reasonText } from '../src/words.ts'

test('every reason has words of its own', () => {
  expect(new Set(END_REASONS.map(reasonText)).size).toBe(END_REASONS.length)
})

test.each([
  [0, 'just now'],
  [-9, 'just now'],
  [42, '42 seconds ago'],
  [61, 'a minute ago'],
  [600, '10 minutes ago'],
  [3600, 'an hour ago'],
  [8000, '2 hours ago'],
])('%i seconds ago is "%s"', (seconds, text) => {
  expect(agoText(1_000_000, 1_000_000 + seconds * 1000)).toBe(text)
})

test('only our own notices are notices', () => {
  expect(['password', 'toString', '<b>', 7, ['password']].filter(isNotice)).toEqual(['password'])
})
