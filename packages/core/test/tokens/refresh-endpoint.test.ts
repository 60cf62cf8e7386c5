import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../support/clock.ts'
import { AUDIENCE, api, claimsOf, ISSUER, post } from './support/api.ts'

const BILLING = 'https://billing.example.com'

describe('the token endpoint', () => {
  it('says what is wrong with a request, and changes nothing then (RFC 6749 §5.2)', async () => {
    const app = await api({ audience: [AUDIENCE, BILLING] })
    const { refresh_token = '' } = await app.signIn({ scope: 'read', audience: AUDIENCE })
    const good = { grant_type: 'refresh_token', refresh_token }
    app.watched.taken()
    for (const [parameters, status, error] of [
      [{ refresh_token }, 400, 'invalid_request'],
      [{ ...good, grant_type: 'password' }, 400, 'unsupported_grant_type'],
      [{ ...good, grant_type: 'authorization_code' }, 400, 'unsupported_grant_type'],
      [{ grant_type: 'refresh_token' }, 400, 'invalid_request'],
      [{ ...good, refresh_token: '' }, 400, 'invalid_request'],
      [`${new URLSearchParams(good)}&refresh_token=x`, 400, 'invalid_request'],
      [{ ...good, x: 'x'.repeat(16 * 1024) }, 400, 'invalid_request'],
      [{ ...good, refresh_token: 'x' }, 400, 'invalid_grant'],
      [{ ...good, refresh_token: `${refresh_token}A` }, 400, 'invalid_grant'],
      [{ ...good, client_id: 'another' }, 400, 'invalid_grant'],
      [{ ...good, client_id: 'app', client_secret: 'guess' }, 401, 'invalid_client'],
      [{ ...good, scope: 'read write' }, 400, 'invalid_scope'],
      [{ ...good, scope: 'a"b' }, 400, 'invalid_scope'],
      [{ ...good, resource: BILLING }, 400, 'invalid_target'],
    ] as const) {
      const answer = await post(app.tokens.endpoints.token, parameters)
      expect(answer).toMatchObject({ status, body: { error, error_description: expect.any(String) } })
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
    expect(app.watched.taken().filter((verb) => verb !== 'read')).toEqual([])
    expect((await app.refresh(refresh_token, { client_id: 'app' })).status).toBe(200)
  })

  it('takes forms in a POST only, and nothing from a URL', async () => {
    const { tokens, ...app } = await api()
    const { refresh_token = '' } = await app.signIn()
    const url = `${ISSUER}/oauth/token?${new URLSearchParams({ grant_type: 'refresh_token', refresh_token })}`
    const get = await tokens.endpoints.token(new Request(url))
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
    const bodies = [
      new Request(url, { method: 'POST' }),
      new Request(url, { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token' }) }),
      new Request(url, {
        method: 'POST',
        body: JSON.stringify({ grant_type: 'refresh_token', refresh_token }),
        headers: { 'content-type': 'application/json' },
      }),
    ]
    for (const request of bodies) {
      const response = await tokens.endpoints.token(request)
      expect([response.status, (await response.json()).error]).toEqual([400, 'invalid_request'])
    }
  })

  it('gives less than was granted, if that is asked for', async () => {
    const app = await api({ audience: [AUDIENCE, BILLING] })
    const { refresh_token } = await app.signIn({ scope: 'read write', audience: [AUDIENCE, BILLING] })
    const all = (await app.refresh(refresh_token)).body
    expect(claimsOf(all.access_token)).toMatchObject({ aud: [AUDIENCE, BILLING], scope: 'read write' })
    const { body } = await app.refresh(refresh_token, { scope: 'read', resource: BILLING })
    expect(body.scope).toBe('read')
    expect(claimsOf(body.access_token)).toMatchObject({ aud: BILLING, scope: 'read' })
    expect((await app.refresh(refresh_token)).body.scope).toBe('read write')
  })

  it('a confidential client has to authenticate, in one way (RFC 6749 §2.3)', async () => {
    const seen: unknown[] = []
    const app = await api({
      authenticateClient: (client) => {
        seen.push(client)
        return client.clientId === 'back end:1' && client.secret === 'pass wört+1'
      },
    })
    const { refresh_token = '' } = await app.signIn({ clientId: 'back end:1' })
    const basic = (id: string, secret: string) => {
      const encoded = [id, secret].map((one) => new URLSearchParams({ '': one }).toString().slice(1))
      return { authorization: `Basic ${btoa(encoded.join(':'))}` }
    }
    expect((await app.refresh(refresh_token, {}, basic('back end:1', 'pass wört+1'))).status).toBe(200)
    expect(
      (await app.refresh(refresh_token, { client_id: 'back end:1', client_secret: 'pass wört+1' })).status,
    ).toBe(200)
    expect(seen).toEqual(Array(2).fill({ clientId: 'back end:1', secret: 'pass wört+1' }))
    for (const [more, headers] of [
      [{}, basic('back end:1', 'guess')],
      [{}, { authorization: 'Basic %%%' }],
      [{}, { authorization: `Bearer ${refresh_token}` }],
      [{ client_id: 'back end:1' }, {}],
      [{}, {}],
    ] as const) {
      const answer = await app.refresh(refresh_token, more, headers)
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
      expect(answer.headers.has('www-authenticate')).toBe('authorization' in headers)
    }
    for (const more of [{ client_id: 'another' }, { client_secret: 'pass wört+1' }] as Record<
      string,
      string
    >[])
      expect((await app.refresh(refresh_token, more, basic('back end:1', 'pass wört+1'))).body.error).toBe(
        'invalid_request',
      )
    expect((await app.revoke(refresh_token)).status).toBe(401)
  })

  it('a deadline is never moved by a refresh, unless the app says that it is activity (P9)', async () => {
    const groups = { api: { carrier: 'token-endpoint', idleTimeout: '2d', idleTolerance: '1m' } } as const
    for (const refreshIsActivity of [false, true]) {
      const app = await api({ refreshIsActivity }, { groups })
      let { refresh_token } = await app.signIn()
      const refresh = async () => {
        const { status, body } = await app.refresh(refresh_token)
        refresh_token = body.refresh_token ?? refresh_token
        return [status, body.reason]
      }
      app.clock.forward(2 * DAY + MINUTE - 1)
      expect(await refresh()).toEqual([200, undefined])
      app.clock.forward(1)
      expect(await refresh()).toEqual(refreshIsActivity ? [200, undefined] : [400, 'idle-timeout'])
    }
    const app = await api({ refreshIsActivity: (request) => request.headers.has('x-person') }, { groups })
    const { refresh_token } = await app.signIn()
    app.clock.forward(DAY)
    await app.refresh(refresh_token, {}, { 'x-person': '1' })
    app.clock.forward(DAY + HOUR)
    expect((await app.refresh(refresh_token)).status).toBe(200)
  })

  it('seven days are the end, whatever happens', async () => {
    const app = await api({ refreshIsActivity: true })
    let { refresh_token } = await app.signIn()
    for (let hour = 1; hour < 7 * 24; hour++) {
      app.clock.forward(HOUR)
      const { status, body } = await app.refresh(refresh_token)
      expect(status).toBe(200)
      refresh_token = body.refresh_token ?? refresh_token
    }
    app.clock.forward(HOUR)
    expect((await app.refresh(refresh_token)).body).toMatchObject({
      error: 'invalid_grant',
      reason: 'absolute-timeout',
    })
  })

  it.each([2, 7, 15])('two who refresh in turns, %i minutes apart, are found', async (minutes) => {
    const app = await api()
    const { refresh_token } = await app.signIn()
    const holders = [refresh_token, refresh_token]
    const answers: string[] = []
    for (let turn = 0; turn < 8; turn++) {
      app.clock.forward(minutes * MINUTE)
      const { body } = await app.refresh(holders[turn % 2])
      answers.push(body.reason ?? 'served')
      holders[turn % 2] = body.refresh_token ?? holders[turn % 2]
    }
    expect(answers).toContain('token-reused')
    expect((await app.sessions.list('alice')).length).toBe(0)
  })

  it('costs one read where nothing is due, and one write more where something is (P8)', async () => {
    const app = await api()
    app.watched.taken()
    const { refresh_token } = await app.signIn()
    expect(app.watched.taken()).toEqual(['create'])
    await app.refresh(refresh_token)
    expect(app.watched.taken()).toEqual(['read', 'replace'])
    await app.refresh(refresh_token)
    expect(app.watched.taken()).toEqual(['read'])
    app.clock.forward(2 * MINUTE)
    await app.refresh(refresh_token)
    expect(app.watched.taken()).toEqual(['read', 'replace'])
  })

  it('a store that is down is a 503, and no word about the session (P10)', async () => {
    const app = await api({ cookie: { path: '/oauth' } })
    const { refresh_token } = await app.signIn()
    app.watched.before = () => {
      throw new Error('gone')
    }
    for (const answer of [await app.refresh(refresh_token), await app.revoke(refresh_token)]) {
      expect(answer).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } })
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(answer.headers.has('set-cookie')).toBe(false)
    }
    app.watched.before = () => {}
    expect((await app.refresh(refresh_token)).status).toBe(200)
  })
})
