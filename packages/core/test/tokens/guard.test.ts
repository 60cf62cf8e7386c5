import { describe, expect, it } from 'vitest'
import { StoreError } from '../../src/index.ts'
import { type AccessTokenRequirement, requireAccessToken } from '../../src/tokens/index.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../support/clock.ts'
import { type Api, AUDIENCE, answered, api } from './support/api.ts'

const ask = async (app: Api, requirement: AccessTokenRequirement, authorization?: string) => {
  const handler = requireAccessToken(app.tokens.verifier, requirement, (_, token, n: number) =>
    Response.json({ userId: token.userId, n }),
  )
  const headers = authorization === undefined ? {} : { authorization }
  return answered(await handler(new Request(`${AUDIENCE}/orders`, { headers }), 7))
}
const asked = async (app: Api, requirement: AccessTokenRequirement, token: string) =>
  ask(app, requirement, `Bearer ${token}`)

describe('requireAccessToken', () => {
  it('lets a good token pass, and hands it to the handler', async () => {
    const app = await api()
    const { access_token } = await app.signIn({ scope: ['a', 'b'] })
    for (const scheme of ['Bearer', 'bearer', 'BEARER '])
      expect(await ask(app, { scope: 'b a' }, `${scheme} ${access_token}`)).toMatchObject({
        status: 200,
        body: { userId: 'alice', n: 7 },
      })
  })

  it.each([undefined, '', 'Basic YTpi', 'Bearertoken', 'DPoP x'])(
    'asks for a token, and speaks of no error, where there is none: %s (RFC 6750 §3)',
    async (authorization) => {
      const { status, headers } = await ask(await api(), {}, authorization)
      expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    },
  )

  it.each(['Bearer', 'Bearer ', 'Bearer a b', 'Bearer a, Bearer b', 'Bearer é'])(
    '400 for what is malformed: %s',
    async (authorization) => {
      const headers = new Map([['authorization', authorization]])
      const handler = requireAccessToken((await api()).tokens.verifier, {}, () => new Response())
      const request = { headers: { get: (name: string) => headers.get(name) ?? null } } as unknown as Request
      const { status, headers: answer } = await answered(await handler(request))
      expect([status, answer.get('www-authenticate')]).toEqual([
        400,
        expect.stringContaining('error="invalid_request"'),
      ])
    },
  )

  it('401 invalid_token with no more of the reason than helps the client', async () => {
    const app = await api()
    const { access_token } = await app.signIn()
    app.clock.forward(15 * MINUTE + 5 * SECOND)
    const expired = await asked(app, {}, access_token)
    expect(expired).toMatchObject({
      status: 401,
      body: { error: 'invalid_token', message: 'The access token has expired.' },
    })
    expect(expired.headers.get('www-authenticate')).toBe(
      'Bearer error="invalid_token", error_description="The access token has expired."',
    )
    expect(expired.headers.get('cache-control')).toBe('no-store')
    const forged = await asked(app, {}, `${access_token.slice(0, -8)}AAAAAAAA`)
    expect(forged.body).toEqual({ error: 'invalid_token', message: 'The access token is not valid.' })
  })

  it('says why the session is over, to the holder of its token', async () => {
    const app = await api()
    const { access_token } = await app.signIn()
    await app.sessions.revokeAll('alice', { reason: 'compromised' })
    expect(await asked(app, {}, access_token)).toMatchObject({
      status: 401,
      body: { error: 'invalid_token', reason: 'compromised' },
    })
    expect((await asked(app, { check: 'signature' }, access_token)).status).toBe(200)
  })

  it('403 insufficient_scope, with the scope that is needed', async () => {
    const app = await api()
    const { access_token } = await app.signIn({ scope: 'read' })
    const { status, headers } = await asked(app, { scope: ['read', 'write'] }, access_token)
    expect([status, headers.get('www-authenticate')]).toEqual([
      403,
      'Bearer error="insufficient_scope", error_description="The access token does not allow this.", scope="read write"',
    ])
  })

  it('asks for a step-up, as recent and as strong as the route wants (RFC 9470 §3)', async () => {
    const app = await api()
    const { access_token } = await app.signIn({ acr: 'aal1' })
    app.clock.forward(6 * MINUTE)
    const strong = await asked(app, { acr: ['aal2', 'aal3'], maxAge: '5m' }, access_token)
    expect(strong).toMatchObject({ status: 401, body: { error: 'insufficient_user_authentication' } })
    const header = strong.headers.get('www-authenticate')
    expect(header).toMatch(
      /^Bearer error="insufficient_user_authentication", .*acr_values="aal2 aal3", max_age="300"$/,
    )
    const old = await asked(app, { acr: 'aal1', maxAge: '5m' }, access_token)
    expect(old.headers.get('www-authenticate')).toContain('max_age="300"')
    expect((await asked(app, { acr: 'aal1', maxAge: '6m' }, access_token)).status).toBe(200)
    expect((await asked(app, { amr: ['pwd'] }, access_token)).status).toBe(200)
    expect((await asked(app, { amr: ['pwd', 'otp'] }, access_token)).status).toBe(401)
  })

  it('is for one audience: a token for another API of the same issuer is refused', async () => {
    const app = await api({ audience: [AUDIENCE, 'https://billing.example.com'] })
    const { access_token } = await app.signIn({ audience: AUDIENCE })
    expect((await asked(app, { audience: AUDIENCE }, access_token)).status).toBe(200)
    expect((await asked(app, { audience: 'https://billing.example.com' }, access_token)).status).toBe(401)
  })

  it('a request is the activity of a person where the session is checked, a refresh is not, and neither is a signature', async () => {
    const app = await api(
      {},
      { groups: { api: { carrier: 'token-endpoint', idleTimeout: '2h', idleTolerance: '1m' } } },
    )
    let { access_token, refresh_token } = await app.signIn()
    const refresh = async () => {
      const { body } = await app.refresh(refresh_token)
      access_token = body.access_token
      refresh_token = body.refresh_token ?? refresh_token
    }
    app.clock.forward(HOUR)
    await refresh()
    app.watched.taken()
    await asked(app, { check: 'signature' }, access_token)
    await asked(app, { isActivity: false }, access_token)
    expect(app.watched.taken()).toEqual(['read'])
    await asked(app, {}, access_token)
    await asked(app, {}, access_token)
    expect(app.watched.taken()).toEqual(['read', 'replace', 'read'])
    app.clock.forward(HOUR + 30 * MINUTE)
    await refresh()
    app.clock.forward(HOUR)
    expect((await app.refresh(refresh_token)).body).toMatchObject({
      error: 'invalid_grant',
      reason: 'idle-timeout',
    })
  })

  it('a session that ends, or is re-keyed, while its activity is noted is over for this request', async () => {
    const app = await api({}, { groups: { api: { carrier: 'token-endpoint', idleTimeout: '2h' } } })
    const { access_token } = await app.signIn()
    const { token } = await app.tokens.verifier.verify(access_token)
    if (token === null) throw new Error('It was refused.')
    app.clock.forward(5 * MINUTE)
    app.watched.once('replace', async () => {
      await app.tokens.regenerate(token)
    })
    expect((await asked(app, {}, access_token)).body.message).toContain('new key')
    const next = await app.signIn()
    app.clock.forward(5 * MINUTE)
    app.watched.once('replace', async () => {
      await app.sessions.revokeAll('alice')
    })
    expect((await asked(app, {}, next.access_token)).body).toMatchObject({
      reason: 'revoked-by-administrator',
    })
  })

  it('a store that is down is a 503, and says nothing about the token (P10)', async () => {
    const app = await api()
    const { access_token } = await app.signIn()
    app.watched.before = () => {
      throw new Error('gone')
    }
    expect(await asked(app, {}, access_token)).toMatchObject({
      status: 503,
      body: { error: 'sess/store-unavailable' },
    })
    await expect(app.tokens.verifier.verify(access_token)).rejects.toThrow(StoreError)
    expect((await asked(app, { check: 'signature' }, access_token)).status).toBe(200)
  })

  it('what outlives its session is no token: it ends with the session at the latest', async () => {
    const app = await api(
      { accessTokenLifetime: '60m' },
      { groups: { api: { carrier: 'token-endpoint', absoluteTimeout: '1d' } } },
    )
    const { refresh_token } = await app.signIn()
    app.clock.forward(DAY - 10 * MINUTE)
    expect((await app.refresh(refresh_token)).body.expires_in).toBe(600)
  })

  it.each<[string, object, RegExp]>([
    ['a misspelt requirement', { scopes: 'a' }, /scopes/],
    ['a scope that is none', { scope: 'a"b' }, /scope/],
    ['a scope that is a number', { scope: 5 }, /scope/],
    ['a time that is none', { maxAge: 'soon' }, /maxAge/],
    ['an acr that no header can name', { acr: 'a b' }, /acr/],
    ['methods as a text', { amr: 'otp' }, /amr/],
    ['no audience', { audience: [] }, /audience/],
  ])('%s is refused where the route is made', async (_, requirement, message) => {
    const { tokens } = await api()
    expect(() => requireAccessToken(tokens.verifier, requirement, () => new Response())).toThrow(message)
  })
})
