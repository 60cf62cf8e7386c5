import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clearCookie, cookieValues, resolveCookies, setCookie } from '../src/cookie.ts'
import type { CookieOptions } from '../src/index.ts'
import { DAY } from './support/clock.ts'
import { readSetCookie, refusal } from './support/cookie-jar.ts'

describe('writing a Set-Cookie header (RFC 6265bis §4.1, §5.7)', () => {
  const line = (options?: CookieOptions) => setCookie(resolveCookies(options).strict.session, 'value', 1000)

  it.each<[string, CookieOptions | undefined, string]>([
    ['the default', undefined, '__Host-sess=value; Max-Age=1; Path=/; Secure; HttpOnly; SameSite=Lax'],
    [
      'Strict',
      { sameSite: 'Strict' },
      '__Host-sess=value; Max-Age=1; Path=/; Secure; HttpOnly; SameSite=Strict',
    ],
    [
      'None and Partitioned',
      { sameSite: 'None', partitioned: true },
      '__Host-sess=value; Max-Age=1; Path=/; Secure; HttpOnly; SameSite=None; Partitioned',
    ],
    [
      '__Host-Http-',
      { prefix: '__Host-Http-' },
      '__Host-Http-sess=value; Max-Age=1; Path=/; Secure; HttpOnly; SameSite=Lax',
    ],
    [
      '__Http- with a path',
      { prefix: '__Http-', path: '/app', name: 'id' },
      '__Http-id=value; Max-Age=1; Path=/app; Secure; HttpOnly; SameSite=Lax',
    ],
    [
      '__Secure- with a domain',
      { prefix: '__Secure-', domain: 'example.com' },
      '__Secure-sess=value; Max-Age=1; Path=/; Domain=example.com; Secure; HttpOnly; SameSite=Lax',
    ],
    [
      'no prefix',
      { prefix: '', path: '/a b' },
      'sess=value; Max-Age=1; Path=/a b; Secure; HttpOnly; SameSite=Lax',
    ],
  ])('%s', (_, options, expected) => {
    expect(line(options)).toBe(expected)
    expect(refusal(expected, true)).toBeNull()
    expect(refusal(expected, false)).toBe('Secure over plain HTTP')
  })

  const options: fc.Arbitrary<CookieOptions> = fc
    .record({
      name: fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/).filter((name) => !/^__\w+-/.test(name)),
      prefix: fc.constantFrom('__Host-', '__Host-Http-', '__Http-', '__Secure-', '' as const),
      sameSite: fc.constantFrom('Strict', 'Lax', 'None' as const),
      partitioned: fc.boolean(),
      domain: fc.constantFrom(undefined, 'example.com', 'a.b.example.co.uk'),
      path: fc.constantFrom('/', '/app', '/a/b c/~x'),
    })
    .map(
      ({ domain, path, ...rest }): CookieOptions =>
        rest.prefix.startsWith('__Host-') ? rest : { ...rest, path, ...(domain && { domain }) },
    )

  it('whatever options are accepted, browsers keep the cookie, send it back, and drop it when it is cleared', () => {
    fc.assert(
      fc.property(options, fc.integer({ min: 1, max: 400 * DAY }), (given, maxAge) => {
        const { strict } = resolveCookies(given)
        expect(strict.session.name).not.toBe(strict.guest.name)
        for (const shape of [strict.session, strict.guest]) {
          const set = setCookie(shape, 'A-z_09', maxAge)
          expect(refusal(set, true)).toBeNull()
          const { name, value, attributes } = readSetCookie(set)
          expect(cookieValues(`${name}x=1; ${name}=${value}`, shape.name)).toEqual(['A-z_09'])
          expect(attributes.has('httponly')).toBe(true)
          expect(attributes.has('secure')).toBe(true)
          const seconds = Number(attributes.get('max-age'))
          expect(seconds).toBeGreaterThan(0)
          expect(seconds).toBeLessThanOrEqual(400 * 24 * 3600)

          const cleared = readSetCookie(clearCookie(shape))
          expect(cleared.name).toBe(name)
          expect(cleared.value).toBe('')
          expect(new Map([...cleared.attributes, ['max-age', '']])).toEqual(
            new Map([...attributes, ['max-age', '']]),
          )
          expect(cleared.attributes.get('max-age')).toBe('0')
        }
      }),
    )
  })

  it('the development cookies are ones that browsers keep over plain HTTP', () => {
    fc.assert(
      fc.property(options, (given) => {
        const { localhost } = resolveCookies({ ...given, insecureLocalhost: true })
        for (const shape of localhost ? [localhost.session, localhost.guest] : []) {
          expect(refusal(setCookie(shape, 'v', 1000), false)).toBeNull()
          expect(shape.attributes).toContain('; HttpOnly')
        }
        expect(localhost).not.toBeNull()
      }),
    )
  })
})

describe('the rules of a browser, as these tests know them', () => {
  it.each([
    ['__Host-a=1; Path=/; Secure', null],
    ['__Host-a=1; Path=/', '__Host-'],
    ['__Host-a=1; Secure', '__Host-'],
    ['__Host-a=1; Path=/x; Secure', '__Host-'],
    ['__Host-a=1; Path=/; Secure; Domain=example.com', '__Host-'],
    ['__host-a=1; Path=/; Secure; Domain=example.com', '__Host-'],
    ['__Secure-a=1', '__Secure-'],
    ['__Http-a=1; Secure', '__Http-'],
    ['__Host-Http-a=1; Path=/; Secure', '__Host-Http-'],
    ['a=1; SameSite=None', 'SameSite=None'],
    ['a=1; Partitioned', 'Partitioned'],
    ['a=1\u0000; Secure', 'control'],
    [`a=${'x'.repeat(4096)}; Secure`, '4096'],
    ['=; Secure', 'neither'],
    ['a=1; path=/; secure; httponly; samesite=lax', null],
  ])('%j', (line, why) => {
    if (why === null) expect(refusal(line, true)).toBeNull()
    else expect(refusal(line, true)).toContain(why)
  })
})
