import { END_REASONS, RecordFormatError, type SessionRecord } from '@sess/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeRecord, encodeRecord } from '../src/record-text.ts'
import { decodeRefs } from '../src/refs.ts'
import { record } from './helpers/records.ts'

const time = fc.nat({ max: Number.MAX_SAFE_INTEGER })
const text = (maxLength: number) => fc.string({ unit: 'grapheme', maxLength })

const ended = fc.option(
  fc.record(
    { reason: fc.constantFrom(...END_REASONS), at: time, keepUntil: time, by: text(40) },
    { requiredKeys: ['reason', 'at', 'keepUntil'] },
  ),
)

const records: fc.Arbitrary<SessionRecord> = fc.record({
  id: fc.constant('partition____unique______'),
  revision: text(30),
  userId: fc.option(text(300)),
  group: text(20),
  createdAt: time,
  seenAt: time,
  idleExpiresAt: time,
  absoluteExpiresAt: time,
  keepUntil: time,
  ended,
  auth: text(400),
  body: text(400),
})

describe('the stored form of a record', () => {
  test('gives back every record as it was, in any alphabet', () => {
    fc.assert(
      fc.property(records, (one) => {
        expect(decodeRecord(one.id, encodeRecord(one))).toEqual(one)
      }),
      { numRuns: 500 },
    )
  })

  test('tells a guest from a user whose id is empty', () => {
    for (const userId of [null, '']) {
      const one = record({ userId })
      expect(decodeRecord(one.id, encodeRecord(one)).userId).toBe(userId)
    }
  })

  test('of what was cut off, or changed in its header, it says whose record it is', () => {
    const one = record({ userId: 'zoë' })
    const whole = encodeRecord(one)
    const damaged = [
      '',
      '{}',
      whole.slice(0, 50),
      whole.slice(0, 110),
      `2${whole.slice(1)}`,
      `${whole.slice(0, 40)}x${whole.slice(41)}`,
    ]
    for (const value of damaged) {
      expect(() => decodeRecord(one.id, value)).toThrow(RecordFormatError)
      expect(() => decodeRecord(one.id, value)).toThrow(one.id)
    }
  })

  test('of an ending that is no ending as well', () => {
    const whole = encodeRecord(record({ ended: { reason: 'logout', at: 1, keepUntil: 2 } }))
    expect(() => decodeRecord('the-id', whole.replace('"reason"', '"reasom"'))).toThrow(RecordFormatError)
  })

  test.each([
    ['a fraction', { seenAt: 1.5 }],
    ['a negative time', { createdAt: -1 }],
    ['no number', { keepUntil: Number.NaN }],
    ['a lone surrogate', { body: '\ud800' }],
    ['a user id too long for its length', { userId: 'x'.repeat(10_000) }],
  ])('refuses what Redis could not give back: %s', (_, parts) => {
    expect(() => encodeRecord(record(parts))).toThrow(TypeError)
  })
})

test('refs of several sessions are told apart by their lengths', () => {
  const text = ['0004', '0003', '0004', 'id-1', 'zoë', 'web', '----', '0005', '0004', 'id-2', 'guest'].join(
    '',
  )
  expect(decodeRefs(text)).toEqual([
    { id: 'id-1', userId: 'zoë', group: 'web' },
    { id: 'id-2', userId: null, group: 'guest' },
  ])
})
