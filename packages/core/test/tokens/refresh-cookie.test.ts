import { describe, expect, it } from 'vitest'
import { MINUTE } from '../support/clock.ts'
import { api, COOKIE, ISSUER } from './support/api.ts'

const SPA = 'https://app.example.com'

describe('the refresh token in a cookie', () => {
  const cookieApp = () => api({ cookie: { path: '/oauth' }, origins: [SPA] })
  const tokenIn = (line: string | null | undefined) => line?.split(';')[0]?.slice(COOKIE.length + 1) ?? ''
  const signedIn = async () => {
    const app = await cookieApp()
    const answer = await app.tokens.issue('alice', {
      clientId: 'spa',
      authenticatedAt: app.clock.time,
      delivery: 'cookie',
    })
    return { app, answer, token: tokenIn(answer.headers['set-cookie']) }
  }
  const from = (token: string, origin: string | null = SPA) => ({
    cookie: `${COOKIE}=${token}`,
    ...(origin !== null && { origin }),
  })

  it('is HttpOnly, for the endpoints only, and in no body', async () => {
    const { answer, token } = await signedIn()
    expect(answer.headers['set-cookie']).toBe(
      `${COOKIE}=${token}; Max-Age=604800; Path=/oauth; Secure; HttpOnly; SameSite=Strict`,
    )
    expect(token).toMatch(/^[\w-]{116}$/)
    expect(answer.body).not.toHaveProperty('refresh_token')
    const response = answer.toResponse()
    expect(response.headers.getSetCookie()).toEqual([answer.headers['set-cookie']])
    expect(await response.text()).not.toContain(token)
  })

  it('is renewed by a cookie, without a word of it in the body', async () => {
    const { app, token } = await signedIn()
    const first = await app.refresh(undefined, {}, from(token))
    expect([first.status, first.headers.has('set-cookie')]).toEqual([200, false])
    app.clock.forward(2 * MINUTE)
    const renewed = await app.refresh(undefined, {}, from(token, ISSUER))
    const next = tokenIn(renewed.headers.get('set-cookie'))
    expect(next).toMatch(/^[\w-]{116}$/)
    expect(next).not.toBe(token)
    expect(renewed.body).not.toHaveProperty('refresh_token')
    expect((await app.refresh(undefined, {}, from(next))).status).toBe(200)
  })

  it('is taken only from pages of the app, so that no other page can refresh or sign out (CSRF)', async () => {
    const { app, token } = await signedIn()
    app.watched.taken()
    for (const origin of ['https://evil.example', 'null', 'https://app.example.com.evil.example', null]) {
      for (const answer of [
        await app.refresh(undefined, {}, from(token, origin)),
        await app.revoke(undefined, {}, from(token, origin)),
      ]) {
        expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
        expect(answer.headers.has('access-control-allow-origin')).toBe(false)
      }
    }
    expect(app.watched.taken()).toEqual([])
  })

  it('counts in the cookie only, and one from a body counts in a body only', async () => {
    const { app, token } = await signedIn()
    const { refresh_token = '' } = await app.signIn()
    expect((await app.refresh(token)).body.error).toBe('invalid_grant')
    expect((await app.refresh(undefined, {}, from(refresh_token))).body.error).toBe('invalid_grant')
    await app.revoke(token)
    await app.revoke(undefined, {}, from(refresh_token))
    expect((await app.refresh(undefined, {}, from(token))).status).toBe(200)
    expect((await app.refresh(refresh_token)).status).toBe(200)
  })

  it('without the cookie nobody is signed in', async () => {
    const app = await cookieApp()
    expect(await app.refresh(undefined, {}, { origin: SPA })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    })
  })

  it('is cleared by a sign-out, and by nothing else', async () => {
    const { app, token } = await signedIn()
    const out = await app.revoke(undefined, {}, from(token))
    expect(out.status).toBe(200)
    expect(out.headers.get('set-cookie')).toBe(
      `${COOKIE}=; Max-Age=0; Path=/oauth; Secure; HttpOnly; SameSite=Strict`,
    )
    const gone = await app.refresh(undefined, {}, from(token))
    expect(gone).toMatchObject({ status: 400, body: { error: 'invalid_grant', reason: 'logout' } })
    expect(gone.headers.has('set-cookie')).toBe(false)
  })
})

describe('pages of other origins (CORS)', () => {
  const preflight = (origin: string) =>
    new Request(`${ISSUER}/oauth/token`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })

  it('are answered to if they are configured, each exactly', async () => {
    const { tokens, ...app } = await api({ origins: [SPA], cookie: { path: '/oauth' } })
    const { refresh_token } = await app.signIn()
    const allowed = await app.refresh(refresh_token, {}, { origin: SPA })
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': SPA,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    })
    const pre = await tokens.endpoints.token(preflight(SPA))
    expect([pre.status, Object.fromEntries(pre.headers)]).toEqual([
      204,
      {
        'access-control-allow-origin': SPA,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '600',
        vary: 'Origin',
      },
    ])
    for (const origin of [
      'https://evil.example',
      'null',
      'http://app.example.com',
      `${SPA}:8443`,
      SPA.toUpperCase(),
    ]) {
      const refused = await tokens.endpoints.token(preflight(origin))
      expect([...refused.headers]).toEqual([['vary', 'Origin']])
    }
  })

  it('are not answered to where none is configured', async () => {
    const app = await api()
    const { refresh_token } = await app.signIn()
    const { headers } = await app.refresh(refresh_token, {}, { origin: SPA })
    expect(
      [...headers.keys()].filter((name) => name.startsWith('access-control') || name === 'vary'),
    ).toEqual([])
  })
})
