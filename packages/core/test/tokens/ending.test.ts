import { describe, expect, it } from 'vitest'
import { SessionEndedError, SupersededError } from '../../src/index.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { type Api, api, claimsOf, post } from './support/api.ts'

const verified = async (app: Api, text: string) => {
  const { token } = await app.tokens.verifier.verify(text)
  if (token === null) throw new Error('It was refused.')
  return token
}

describe('the revocation endpoint (RFC 7009)', () => {
  it('ends the session, with any token of it, and says the same when there is none', async () => {
    const app = await api()
    const { refresh_token: first } = await app.signIn()
    await app.refresh(first)
    app.clock.forward(2 * MINUTE)
    const second = (await app.refresh(first)).body.refresh_token
    app.told()
    for (const token of [first, first, second, 'x', `${first?.slice(0, -3)}AAA`])
      expect(await app.revoke(token)).toMatchObject({ status: 200, body: null })
    expect(app.told()).toEqual(['session-ended'])
    expect((await app.refresh(second)).body).toMatchObject({ error: 'invalid_grant', reason: 'logout' })
  })

  it('of another client, or of a guessed token, ends nothing', async () => {
    const app = await api()
    const { refresh_token = '' } = await app.signIn()
    expect((await app.revoke(refresh_token, { client_id: 'another' })).status).toBe(200)
    for (const at of [30, 80, 100]) {
      const other = refresh_token[at] === 'A' ? 'B' : 'A'
      expect(
        (await app.revoke(refresh_token.slice(0, at) + other + refresh_token.slice(at + 1))).status,
      ).toBe(200)
    }
    expect((await app.refresh(refresh_token)).status).toBe(200)
  })

  it('does not take access tokens, nor the sessions of browsers', async () => {
    const app = await api()
    const { access_token } = await app.signIn()
    expect(await app.revoke(access_token)).toMatchObject({
      status: 400,
      body: { error: 'unsupported_token_type' },
    })
    const alice = await app.signedIn()
    expect((await app.revoke(alice.token)).status).toBe(200)
    expect((await alice.visit()).session.userId).toBe('alice')
  })

  it('needs a token', async () => {
    expect(await (await api()).revoke(undefined)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
  })
})

describe('what ends sessions anywhere', () => {
  it('lists them, and ends their tokens: a sign-out everywhere, a change of credentials, a mark', async () => {
    let mark = 0
    const app = await api({}, { groups: { api: { carrier: 'token-endpoint' } }, issuedBefore: () => mark })
    const alice = await app.signedIn()
    app.clock.forward(1)
    const first = await app.signIn({ client: { userAgent: 'Phone' } })
    const { session } = await alice.visit((session) => session.list())
    expect((await session.list()).map(({ group, client }) => [group, client.userAgent])).toEqual([
      ['web', undefined],
      ['api', 'Phone'],
    ])
    await alice.visit((session) => session.credentialsChanged())
    expect(await app.tokens.verifier.verify(first.access_token)).toMatchObject({
      because: 'credentials-changed',
    })
    expect((await app.refresh(first.refresh_token)).body.reason).toBe('credentials-changed')
    const second = await app.signIn()
    mark = app.clock.time + 1
    expect(await app.tokens.verifier.verify(second.access_token)).toMatchObject({
      refused: 'session-ended',
      because: 'issued-before-mark',
    })
    expect((await app.refresh(second.refresh_token)).body.reason).toBe('issued-before-mark')
  })

  it('a token of a user is none of another’s session', async () => {
    const app = await api()
    const { access_token } = await app.signIn()
    const token = await verified(app, access_token)
    for (const lie of [
      { ...token, userId: 'bob' },
      { ...token, sessionId: null },
      { ...token, sessionId: 'x'.repeat(24) },
    ])
      await expect(app.tokens.regenerate(lie)).rejects.toThrow(SessionEndedError)
  })
})

describe('a re-keying', () => {
  it('fails clearly where another one, or an end, came first', async () => {
    const app = await api()
    const token = await verified(app, (await app.signIn()).access_token)
    const made = await app.tokens.regenerate(token, { client: { userAgent: 'Phone' } })
    expect(app.events.at(-1)).toMatchObject({
      type: 'session-rekeyed',
      why: 'regenerated',
      client: { userAgent: 'Phone' },
    })
    await expect(app.tokens.regenerate(token)).rejects.toThrow(SupersededError)
    const next = await verified(app, made.body.access_token)
    app.watched.once('replace', async () => {
      await app.sessions.revoke(next.sessionId ?? '')
    })
    await expect(app.tokens.reauthenticate(next, { amr: ['otp'] })).rejects.toThrow(SessionEndedError)
  })

  it('of a browser’s session is not done here, and mistakes are found before anything is written', async () => {
    const app = await api()
    const token = await verified(app, (await app.signIn()).access_token)
    await expect(app.tokens.reauthenticate(token, { acrFor: '5m' })).rejects.toThrow(TypeError)
    const alice = await app.signedIn()
    const { session } = await alice.visit()
    await expect(app.tokens.regenerate({ ...token, sessionId: session.id })).rejects.toThrow(/refresh token/)
    expect((await alice.visit()).session.userId).toBe('alice')
  })

  it('an elevation lapses with its token, and the next one does not have it', async () => {
    const app = await api()
    const token = await verified(app, (await app.signIn({ acr: 'aal1' })).access_token)
    const { body } = await app.tokens.reauthenticate(token, { acr: 'aal2', acrFor: 1500 })
    expect([claimsOf(body.access_token).acr, body.expires_in]).toEqual(['aal2', 1])
    app.clock.forward(600)
    const soon = (await app.refresh(body.refresh_token)).body
    expect([claimsOf(soon.access_token).acr, soon.expires_in]).toEqual(['aal1', 900])
  })
})

describe('the introspection endpoint (RFC 7662)', () => {
  it('tells a resource server of tokens for itself, and nobody else anything', async () => {
    const names: Record<string, string | string[]> = {
      'Basic a': 'https://a.example.com',
      'Basic b': ['https://b.example.com'],
    }
    const app = await api({
      audience: ['https://a.example.com', 'https://b.example.com'],
      authenticateResourceServer: async (request) =>
        names[request.headers.get('authorization') ?? ''] ?? null,
    })
    const { access_token: token } = await app.signIn({ audience: 'https://a.example.com', acr: 'aal1' })
    const ask = (authorization: string, parameters: Record<string, string> = { token }) =>
      post(app.tokens.endpoints.introspect, parameters, { authorization })
    const known = await ask('Basic a')
    expect(known.headers.get('cache-control')).toBe('no-store')
    const { exp, iat } = claimsOf(token)
    expect(known.body).toMatchObject({
      active: true,
      sub: 'alice',
      aud: ['https://a.example.com'],
      acr: 'aal1',
      exp,
      iat,
    })
    expect((await ask('Basic b')).body).toEqual({ active: false })
    expect((await ask('Basic a', { token: 'x' })).body).toEqual({ active: false })
    expect(await ask('Basic a', {})).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
    const nobody = await ask('Basic c')
    expect(nobody).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    expect(nobody.headers.get('www-authenticate')).toMatch(/^Basic /)
    app.clock.forward(HOUR)
    expect((await ask('Basic a')).body).toEqual({ active: false })
  })

  it('is not there where nobody may ask', async () => {
    const { tokens } = await api()
    await expect(post(tokens.endpoints.introspect, { token: 'x' })).rejects.toThrow(
      /authenticateResourceServer/,
    )
  })
})
