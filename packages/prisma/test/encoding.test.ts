import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromKey, fromText, hashOf, keyOf, textOf } from '../src/encoding.ts'

/** Any string at all, halves of surrogate pairs, NUL and the escape character among them. */
const anyString = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\0', '~', '\uD800', '\uDC00', 'a', 'A', ' ', '0', '😀') }),
)
const base64url = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url'))

describe('keys', () => {
  test('come back as they were, and are nothing but lower-case hex, which every collation compares by bytes', () => {
    fc.assert(
      fc.property(fc.oneof(anyString, base64url), (value) => {
        expect(keyOf(value)).toMatch(/^x?[0-9a-f]*$/)
        expect(fromKey(keyOf(value))).toBe(value)
      }),
    )
  })

  test('are never the same for two values', () => {
    fc.assert(
      fc.property(anyString, anyString, (one, other) => {
        expect(keyOf(one) === keyOf(other)).toBe(one === other)
        expect(hashOf(one) === hashOf(other)).toBe(one === other)
        expect(hashOf(one, other) === hashOf(one + other)).toBe(false)
      }),
    )
  })

  test('of base64url, as ids are, are the hex of its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 18, maxLength: 18 }), (bytes) => {
        const id = Buffer.from(bytes).toString('base64url')
        expect(keyOf(id)).toBe(Buffer.from(bytes).toString('hex'))
      }),
    )
    expect(keyOf('')).toBe('x')
    expect(keyOf('AAA')).toBe('x004100410041')
  })
})

describe('texts', () => {
  test('come back as they were, and hold nothing that a database could not keep', () => {
    fc.assert(
      fc.property(anyString, (value) => {
        const stored = textOf(value)
        expect(fromText(stored)).toBe(value)
        expect(stored.includes('\0')).toBe(false)
        expect(stored.isWellFormed()).toBe(true)
      }),
    )
  })

  test('are stored as they are where they can be', () => {
    for (const plain of ['', '1[{},{"name":"Zoë 😀"}]', 'user@example.com', ' a~b '])
      expect(textOf(plain)).toBe(plain)
    expect(textOf('~')).toBe('~~007e')
    expect(textOf('a\0')).toBe('~a~0000')
  })
})
