import { createSessions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import { createTokens, generateKeys, importKeys, rotateKeys, type TokenResponse } from '@sess/core/tokens'
import type express5 from 'express'
import express from 'express'
import { describe, expect, onTestFinished, test } from 'vitest'
import { endpoint, requireAccessToken } from '../src/index.ts'
import { VERSIONS } from './support/app.ts'

const keyText = await generateKeys()
const kidOf = (jwt: string) =>
  JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()).kid as string

/** An issuer and its API in one app, without session(). `parsed`: the app parses forms before them. */
async function open(version: typeof express5, parsed = false) {
  const store = memoryStore()
  const sessions = createSessions({ store, groups: { api: { carrier: 'token-endpoint' } } })
  const keys = await importKeys(keyText)
  const names = { issuer: 'https://auth.example.com', audience: 'https://api.example.com', keys }
  const tokens = createTokens(sessions, {
    ...names,
    cookie: { path: '/oauth' },
    origins: ['https://app.example.com'],
  })
  const app = version()
  if (parsed) app.use(express.urlencoded({ extended: true }))
  app.all('/oauth/token', endpoint(tokens.endpoints.token))
  app.all('/oauth/revoke', endpoint(tokens.endpoints.revoke))
  app.get('/jwks.json', endpoint(tokens.endpoints.jwks))
  app.get('/orders', requireAccessToken(tokens.verifier, { scope: 'read' }), (req, res) => {
    res.json({ userId: req.accessToken.userId })
  })
  app.get('/payout', requireAccessToken(tokens.verifier, { acr: 'aal2' }), (_, res) => void res.json({}))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  const post = (path: string, body: Record<string, string> | string, headers: Record<string, string> = {}) =>
    fetch(origin + path, { method: 'POST', body: new URLSearchParams(body), headers })
  return {
    store,
    keys,
    post,
    issue: (more = {}) =>
      tokens.issue('ada', { clientId: 'app', scope: 'read', authenticatedAt: Date.now(), ...more }),
    get: (path: string, token?: string) =>
      fetch(origin + path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    refresh: (refresh_token = '') => post('/oauth/token', { grant_type: 'refresh_token', refresh_token }),
  }
}

describe.each(VERSIONS)('access tokens on %s', (_, version) => {
  test.each([false, true])('refreshing and revoking, with the app parsing forms: %s', async (parsed) => {
    const app = await open(version, parsed)
    const { body } = await app.issue()
    const refreshed = await app.refresh(body.refresh_token)
    expect([refreshed.status, refreshed.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const { access_token } = (await refreshed.json()) as TokenResponse
    expect(await (await app.get('/orders', access_token)).json()).toEqual({ userId: 'ada' })
    const twice = await app.post(
      '/oauth/token',
      `grant_type=refresh_token&refresh_token=x&refresh_token=${body.refresh_token}`,
    )
    expect([twice.status, ((await twice.json()) as { error: string }).error]).toEqual([
      400,
      'invalid_request',
    ])
    expect((await app.post('/oauth/revoke', { token: body.refresh_token ?? '' })).status).toBe(200)
    const refused = await app.get('/orders', access_token)
    expect([refused.status, await refused.json()]).toEqual([
      401,
      expect.objectContaining({ reason: 'logout' }),
    ])
  })

  test('the refresh cookie, and pages of other origins', async () => {
    const app = await open(version)
    const { headers } = await app.issue({ delivery: 'cookie' })
    const cookie = headers['set-cookie']?.split(';')[0] ?? ''
    const origin = 'https://app.example.com'
    const answer = await app.post('/oauth/revoke', {}, { cookie, origin })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin])
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringContaining('__Secure-sess-refresh=; Max-Age=0'),
    ])
  })

  test('challenges, as RFC 6750 and RFC 9470 want them', async () => {
    const app = await open(version)
    const { body } = await app.issue({ scope: 'write' })
    const challenges = await Promise.all([
      app.get('/orders'),
      app.get('/orders', 'x'),
      app.get('/orders', body.access_token),
      app.get('/payout', body.access_token),
    ])
    expect(challenges.map(({ status, headers }) => [status, headers.get('www-authenticate')])).toEqual([
      [401, 'Bearer'],
      [401, expect.stringContaining('error="invalid_token"')],
      [403, expect.stringContaining('scope="read"')],
      [401, expect.stringContaining('acr_values="aal2"')],
    ])
  })

  test('a store that is down is a 503', async () => {
    const app = await open(version)
    const { body } = await app.issue()
    app.store.read = async () => Promise.reject(new Error('gone'))
    expect((await app.get('/orders', body.access_token)).status).toBe(503)
    expect((await app.refresh(body.refresh_token)).status).toBe(503)
  })

  test('keys are rotated while clients refresh and call, without one failure; a revocation in between counts at once', async () => {
    const app = await open(version)
    const clients = await Promise.all(Array.from({ length: 50 }, () => app.issue()))
    const revoked = clients.pop()
    const kids = new Set<string>()
    const turn = async (refreshToken: string | undefined) => {
      const refreshed = await app.refresh(refreshToken)
      const { access_token } = (await refreshed.json()) as TokenResponse
      kids.add(kidOf(access_token))
      return [refreshed.status, (await app.get('/orders', access_token)).status]
    }
    const rounds = async () => {
      const all = []
      for (let round = 0; round < 3; round++)
        all.push(await Promise.all(clients.map(({ body }) => turn(body.refresh_token))))
      return all.flat()
    }
    const working = rounds()
    await app.keys.update(await rotateKeys(keyText, { lead: 'at-once' }))
    await app.post('/oauth/revoke', { token: revoked?.body.refresh_token ?? '' })
    expect((await app.get('/orders', revoked?.body.access_token)).status).toBe(401)
    const statuses = [...(await working), ...(await rounds())]
    expect(statuses.filter(([refreshed, called]) => refreshed !== 200 || called !== 200)).toEqual([])
    expect(statuses).toHaveLength(2 * 3 * 49)
    expect(kids.size).toBe(2)
    const set = await app.get('/jwks.json')
    expect([set.headers.get('content-type'), ((await set.json()) as { keys: [] }).keys.length]).toEqual([
      'application/jwk-set+json',
      2,
    ])
  })
})
