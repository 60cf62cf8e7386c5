import { describe, expect, test } from 'vitest'
import { createGuard, type SessionView } from '../src/index.ts'

const view = (facts: Partial<SessionView>): SessionView => ({
  state: 'user',
  id: 'id',
  userId: 'alice',
  group: 'web',
  data: {},
  authTime: 0,
  authAge: 0,
  acr: null,
  amr: [],
  actor: null,
  createdAt: 0,
  expiresAt: 0,
  endedBecause: null,
  bearer: false,
  marked: false,
  signal: new AbortController().signal,
  csrfToken: () => null,
  ...facts,
})
const guest = view({ state: 'none', id: null, userId: null, authTime: null, authAge: null })
const PAGE = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

describe('createGuard()', () => {
  test('a misspelt requirement is refused at once: it would silently ask for less', () => {
    expect(() => createGuard({ maxage: '5m' } as object)).toThrow(/requireAuth\.maxage/)
  })

  test.each([
    ['a guest', guest, {}, 401, 'sess/not-authenticated'],
    ['an old proof', view({ authAge: 300_001 }), { maxAge: '5m' }, 401, 'sess/authentication-stale'],
    [
      'a weak proof',
      view({ acr: 'aal1' }),
      { acr: ['aal2', 'aal3'] },
      401,
      'sess/authentication-insufficient',
    ],
    ['a replaced key', view({ state: 'superseded', userId: null }), {}, 409, 'sess/superseded'],
  ] as const)('%s is refused, and no cache may keep that', (_what, session, requirement, status, error) => {
    const refusal = createGuard(requirement)(session, PAGE, null)
    expect(refusal).toMatchObject({ status, headers: { 'cache-control': 'no-store' }, body: { error } })
  })

  test.each([
    ['method', view({ amr: ['pwd'] }), { amr: ['otp'] }],
    ['one of several methods', view({ amr: ['pwd', 'hwk'] }), { amr: ['pwd', 'otp'] }],
  ])('a proof without the required %s is too weak', (_what, session, requirement) => {
    expect(createGuard(requirement)(session, PAGE, null)).toMatchObject({
      body: { error: 'sess/authentication-insufficient' },
    })
    expect(createGuard(requirement)(view({ amr: ['otp', 'pwd'] }), PAGE, null)).toBeNull()
    expect(() => createGuard({ amr: 'otp' } as object)).toThrow(/amr/)
  })

  test.each([
    [{}, guest, 'Bearer error="invalid_token"'],
    [
      { maxAge: '5m', acr: ['aal2', 'aal3'] },
      view({ acr: 'aal1' }),
      'Bearer error="insufficient_user_authentication", error_description="Stronger authentication is required", acr_values="aal2 aal3", max_age="300"',
    ],
    [
      { maxAge: 1500 },
      view({ authAge: 2000 }),
      'Bearer error="insufficient_user_authentication", error_description="More recent authentication is required", max_age="1"',
    ],
  ])(
    '%o: a client with a bearer token is challenged, and never redirected (RFC 9470)',
    (asked, session, challenge) => {
      const guard = createGuard({ ...asked, redirectTo: '/sign-in' })
      const refusal = guard({ ...session, bearer: true }, PAGE, null)
      expect(refusal).toMatchObject({ status: 401, headers: { 'www-authenticate': challenge } })
      expect(guard(session, PAGE, null)).toEqual({ redirectTo: '/sign-in' })
      expect(guard(session, undefined, null)).not.toHaveProperty('headers.www-authenticate')
    },
  )

  test.each(['a b', '"', '\\', 'ü', '', 'a\r\nb'])(
    'an acr that no header can name is refused at once: %j',
    (acr) => {
      expect(() => createGuard({ acr })).toThrow(/acr/)
    },
  )

  test('whoever meets the requirement passes', () => {
    expect(createGuard({})(view({}), undefined, null)).toBeNull()
    expect(createGuard({ maxAge: '5m', acr: 'aal2' })(view({ acr: 'aal2' }), undefined, null)).toBeNull()
  })

  test('only the holder of a dead session has a reason to learn', () => {
    const guard = createGuard({})
    expect(guard(guest, undefined, null)).not.toHaveProperty('body.reason')
    expect(guard({ ...guest, endedBecause: 'evicted' }, undefined, null)).toHaveProperty(
      'body.reason',
      'evicted',
    )
  })

  test('a replaced key is asked to come again, never sent to sign in', () => {
    const guard = createGuard({ redirectTo: '/sign-in' })
    expect(guard(view({ state: 'superseded' }), PAGE, null)).toMatchObject({
      headers: { 'retry-after': '1' },
    })
  })

  test.each([
    [PAGE, true],
    ['text/html', true],
    ['TEXT/HTML;Q=1', true],
    ['text/*;q=0.5, application/json;q=0.4', true],
    ['text/html, */*;q=0.01', true],
    [undefined, false],
    ['', false],
    ['*/*', false],
    ['application/json', false],
    ['application/json, text/html;q=0.9', false],
    ['application/json, text/html', false],
    ['text/html;q=0', false],
    ['text/html;q=nonsense', false],
    [', ;q=1, text', false],
  ])('accept: %s: a page is wanted: %s', (accept, page) => {
    const guard = createGuard<string>({ redirectTo: (from, missing) => `/${missing}?from=${from}` })
    const refusal = guard(guest, accept, 'here')
    expect(refusal).toEqual(
      page ? { redirectTo: '/unauthenticated?from=here' } : expect.objectContaining({ status: 401 }),
    )
  })

  test('a maxAge that is no time does not start, and a guard before the session says what is missing', () => {
    expect(() => createGuard({ maxAge: 'soon' })).toThrow('maxAge')
    expect(() => createGuard({})(undefined, undefined, null)).toThrow('session(sessions)')
  })
})
