import { request } from 'node:http'
import fc from 'fast-check'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { GUEST_COOKIE, SESSION_COOKIE, withApp } from './support/with-app.ts'

/** Garbage never hurts: it makes guests, never a 500, and never a line in the log. */

interface Raw {
  readonly status: number
  readonly setCookies: readonly string[]
  readonly body: Record<string, unknown>
}

/** Sends headers as they are, byte for byte. */
function send(url: string, headers: Record<string, string | string[]>): Promise<Raw> {
  return new Promise((resolve, reject) => {
    request(`${url}/me`, { headers }, async (response) => {
      const text = (await response.setEncoding('utf8').toArray()).join('')
      const setCookies = response.headers['set-cookie'] ?? []
      resolve({ status: response.statusCode ?? 0, setCookies, body: JSON.parse(text) })
    })
      .once('error', reject)
      .end()
  })
}

const logged: unknown[][] = []
beforeEach(() => {
  logged.length = 0
  for (const method of ['log', 'warn', 'error'] as const) {
    const spy = vi.spyOn(console, method).mockImplementation((...args) => void logged.push(args))
    onTestFinished(() => spy.mockRestore())
  }
})

/** Everything that may stand in a header at all (RFC 9110 §5.5), obsolete bytes included. */
const headerText = (maxLength: number) =>
  fc
    .array(
      fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0x80, max: 0xff }), fc.constant(9)),
      {
        maxLength,
      },
    )
    .map((codes) => String.fromCharCode(...codes).trim())

/** What somebody who has one real token might try: bytes changed, cut, doubled, quoted, or put under the other name. */
const mangled = (token: string) =>
  fc.oneof(
    fc
      .tuple(fc.nat(115), fc.constantFrom(...'AZaz09-_'))
      .map(([at, c]) => token.slice(0, at) + c + token.slice(at + 1)),
    fc.nat(115).map((length) => token.slice(0, length)),
    fc.nat(115).map((length) => token + token.slice(0, length)),
    fc.constant(`"${token}"`),
    fc.constant(encodeURIComponent(`${token}=`)),
    fc.uint8Array({ minLength: 87, maxLength: 87 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    headerText(200),
  )

test('fuzzed cookies and headers give guests, and end nothing', async () => {
  const app = await withApp({ settings: { env: 'production', 'trust proxy': true } })
  const ada = await app.signedIn()
  const token = ada.cookie(SESSION_COOKIE) ?? ''
  const name = fc.oneof(
    fc.constantFrom(SESSION_COOKIE, GUEST_COOKIE, 'sess', '__host-sess', '__proto__', ''),
    headerText(12),
  )
  const pair = fc.tuple(name, mangled(token)).map(([key, value]) => `${key}=${value}`)
  const cookie = fc.oneof(
    fc.array(pair, { maxLength: 8 }).map((pairs) => pairs.join('; ')),
    headerText(400),
  )
  const headers = fc.record(
    {
      'user-agent': headerText(600),
      authorization: fc.oneof(
        headerText(200),
        mangled(token).map((value) => `Bearer ${value}`),
      ),
      'x-forwarded-for': headerText(60),
      'x-forwarded-proto': headerText(20),
      'x-forwarded-host': headerText(60),
      'sec-fetch-site': headerText(20),
    },
    { requiredKeys: [] },
  )
  const holdsTheRealOne = (text: string) =>
    text.split(/[;,]\s*/).some((one) => one.trim() === `${SESSION_COOKIE}=${token}`)
  await fc.assert(
    fc.asyncProperty(cookie, headers, async (cookies, others) => {
      fc.pre(!holdsTheRealOne(cookies))
      const answer = await send(app.url, { ...others, cookie: cookies })
      expect(answer).toMatchObject({ status: 200, setCookies: [], body: { state: 'none', userId: null } })
    }),
    { numRuns: 400 },
  )
  expect(logged).toEqual([])
  expect(app.errors).toEqual([])
  expect((await ada.get('/me')).json()).toMatchObject({ userId: 'ada' })
  expect(app.events.filter((event) => event.type !== 'session-created')).toEqual([])
})

test('64 KiB of cookies: a session among them is found, a longer header is a guest, and nothing breaks', async () => {
  const app = await withApp({ settings: { env: 'production' } })
  const ada = await app.signedIn()
  const own = `${SESSION_COOKIE}=${ada.cookie(SESSION_COOKIE)}`
  const flood = (size: number) =>
    Array.from({ length: size / 32 }, (_, i) => `c${i}=`.padEnd(30, 'x')).join('; ')
  expect((await send(app.url, { cookie: `${flood(63 * 1024)}; ${own}` })).body).toMatchObject({
    userId: 'ada',
  })
  expect((await send(app.url, { cookie: `${flood(128 * 1024)}; ${own}` })).body).toMatchObject({
    state: 'none',
  })
  const same = Array.from({ length: 500 }, () => `${SESSION_COOKIE}=${'A'.repeat(116)}`).join('; ')
  expect((await send(app.url, { cookie: same })).body).toMatchObject({ state: 'none' })
  expect(logged).toEqual([])
  expect(app.errors).toEqual([])
})
