import { serve } from '@hono/node-server'
import { createSessions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import { createTokens, generateKeys, importKeys, rotateKeys } from '@sess/core/tokens'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { requireAccessToken } from '../src/index.ts'
import { silent } from './support/build.ts'

const keyText = await generateKeys()
const kidOf = (jwt: string) =>
  JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()).kid as string

/** An issuer and its API in one app, without session(). */
async function open() {
  const store = memoryStore()
  const sessions = createSessions({ store, groups: { api: { carrier: 'token-endpoint' } } })
  const keys = await importKeys(keyText)
  const tokens = createTokens(sessions, {
    issuer: 'https://auth.example.com',
    audience: 'https://api.example.com',
    keys,
  })
  const app = new Hono()
    .all('/oauth/token', (c) => tokens.endpoints.token(c.req.raw))
    .all('/oauth/revoke', (c) => tokens.endpoints.revoke(c.req.raw))
    .get('/jwks.json', (c) => tokens.endpoints.jwks(c.req.raw))
    .get('/orders', requireAccessToken(tokens.verifier, { scope: 'read' }), (c) => {
      const userId: string = c.var.accessToken.userId
      return c.json({ userId })
    })
    .get('/payout', requireAccessToken(tokens.verifier, { acr: 'aal2' }), (c) => c.json({}))
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  onTestFinished(() => void server.close())
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  const post = (path: string, body: Record<string, string>) =>
    fetch(origin + path, { method: 'POST', body: new URLSearchParams(body) })
  return {
    store,
    keys,
    post,
    issue: (scope = 'read') => tokens.issue('ada', { clientId: 'app', scope, authenticatedAt: Date.now() }),
    get: (path: string, token?: string) =>
      fetch(origin + path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    refresh: (refresh_token = '') => post('/oauth/token', { grant_type: 'refresh_token', refresh_token }),
  }
}

test('refreshing, calling and revoking', async () => {
  const app = await open()
  const { body } = await app.issue()
  const { access_token } = await (await app.refresh(body.refresh_token)).json()
  expect(await (await app.get('/orders', access_token)).json()).toEqual({ userId: 'ada' })
  expect((await app.post('/oauth/revoke', { token: body.refresh_token ?? '' })).status).toBe(200)
  const refused = await app.get('/orders', access_token)
  expect([refused.status, await refused.json()]).toEqual([401, expect.objectContaining({ reason: 'logout' })])
})

test('challenges, as RFC 6750 and RFC 9470 want them', async () => {
  const app = await open()
  const { body } = await app.issue('write')
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
  silent()
  const app = await open()
  const { body } = await app.issue()
  app.store.read = async () => Promise.reject(new Error('gone'))
  expect((await app.get('/orders', body.access_token)).status).toBe(503)
  expect((await app.refresh(body.refresh_token)).status).toBe(503)
})

test('keys are rotated while a thousand clients refresh and call, without one failure', async () => {
  const app = await open()
  const clients = await Promise.all(Array.from({ length: 1000 }, () => app.issue()))
  const kids = new Set<string>()
  const turn = async (refreshToken: string | undefined) => {
    const refreshed = await app.refresh(refreshToken)
    const { access_token } = await refreshed.json()
    kids.add(kidOf(access_token))
    return [refreshed.status, (await app.get('/orders', access_token)).status]
  }
  const round = async () => {
    const all = []
    for (let at = 0; at < clients.length; at += 100)
      all.push(await Promise.all(clients.slice(at, at + 100).map(({ body }) => turn(body.refresh_token))))
    return all.flat()
  }
  const working = round()
  await app.keys.update(await rotateKeys(keyText, { lead: 'at-once' }))
  const statuses = [...(await working), ...(await round())]
  expect(statuses.filter(([refreshed, called]) => refreshed !== 200 || called !== 200)).toEqual([])
  expect([statuses.length, kids.size]).toEqual([2000, 2])
  expect((await (await app.get('/jwks.json')).json()).keys).toHaveLength(2)
})
