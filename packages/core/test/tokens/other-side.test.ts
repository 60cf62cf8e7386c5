import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import { describe, expect, it } from 'vitest'
import { createVerifier, generateKeys } from '../../src/tokens/index.ts'
import { AUDIENCE } from './support/api.ts'
import { Forge } from './support/forge.ts'
import { issuer } from './support/issuer.ts'
import { serve } from './support/serve.ts'

const insecure = { [oauth.allowInsecureRequests]: true }
const client: oauth.Client = { client_id: 'app' }
const apiRequest = (token: string) => new Request(AUDIENCE, { headers: { authorization: `Bearer ${token}` } })

describe.each(['ES256', 'RS256'] as const)('the other side agrees (%s)', (algorithm) => {
  it('oauth4webapi validates our access tokens (RFC 9068), with the key set that it fetched', async () => {
    const { server, issue } = await issuer(algorithm)
    const { access_token } = await issue()
    const claims = await oauth.validateJwtAccessToken(server, apiRequest(access_token), AUDIENCE, insecure)
    expect(claims).toMatchObject({ sub: 'alice', client_id: 'app', scope: 'read', aud: AUDIENCE })
    await expect(
      oauth.validateJwtAccessToken(server, apiRequest(access_token), 'https://other.example.com', insecure),
    ).rejects.toThrow()
  })

  it('jose alone does, by createRemoteJWKSet and by createLocalJWKSet', async () => {
    const { origin, keys, issue } = await issuer(algorithm)
    const { access_token } = await issue()
    const expected = { issuer: origin, audience: AUDIENCE, typ: 'at+jwt', algorithms: [algorithm] }
    for (const set of [createRemoteJWKSet(new URL(`${origin}/jwks`)), createLocalJWKSet(keys.jwks())]) {
      const { payload, protectedHeader } = await jwtVerify(access_token, set, expected)
      expect([payload.sub, protectedHeader.kid]).toEqual(['alice', keys.list()[0]?.kid])
    }
  })

  it('our verifier takes tokens of another issuer that keeps to RFC 9068, from the address of its keys', async () => {
    const forge = new Forge(JSON.parse(await generateKeys({ algorithm })).keys[0])
    const { alg: _, ...jwk } = forge.publicKey.export({ format: 'jwk' })
    const origin = await serve(async () => Response.json({ keys: [{ ...jwk, kid: 'their key/1' }] }))
    const iat = Math.floor(Date.now() / 1000)
    const token = forge.token(
      { kid: 'their key/1', typ: 'application/at+jwt', alg: algorithm },
      `{ "iss" : "${origin}",\n "aud":["x","${AUDIENCE}"], "sub":"\\u0062ob", "client_id":"c", "iat":${iat}, "exp":${iat + 86400}, "jti":"1", "roles":["a"] }`,
    )
    const verifier = createVerifier({
      issuer: origin,
      audience: AUDIENCE,
      keys: { jwksUrl: `${origin}/keys` },
    })
    expect(await verifier.verify(token)).toMatchObject({
      token: { userId: 'bob', sessionId: null, claims: { roles: ['a'] } },
    })
    const forged = forge.token(
      { kid: 'their key/1', typ: 'at+jwt', alg: algorithm === 'ES256' ? 'RS256' : 'ES256' },
      '{}',
    )
    expect(await verifier.verify(forged)).toMatchObject({ refused: 'algorithm' })
  })
})

describe('oauth4webapi as a client', () => {
  it('refreshes, revokes and introspects', async () => {
    const { server, issue } = await issuer()
    const { access_token, refresh_token = '' } = await issue()
    const none = oauth.None()
    const refreshed = await oauth.refreshTokenGrantRequest(server, client, none, refresh_token, insecure)
    const answer = await oauth.processRefreshTokenResponse(server, client, refreshed)
    expect(answer).toMatchObject({ token_type: 'bearer', expires_in: 900, scope: 'read' })

    const api: oauth.Client = { client_id: 'api' }
    const introspect = async (token: string, secret = 'secret') => {
      const basic = oauth.ClientSecretBasic(secret)
      return oauth.processIntrospectionResponse(
        server,
        api,
        await oauth.introspectionRequest(server, api, basic, token, insecure),
      )
    }
    expect(await introspect(access_token)).toMatchObject({
      active: true,
      sub: 'alice',
      scope: 'read',
      client_id: 'app',
      iss: server.issuer,
    })
    expect(await introspect(refresh_token)).toEqual({ active: false })
    await expect(introspect(access_token, 'guess')).rejects.toThrow()

    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, none, refresh_token, insecure),
    )
    expect(await introspect(access_token)).toEqual({ active: false })
    const again = await oauth.refreshTokenGrantRequest(server, client, none, refresh_token, insecure)
    await expect(oauth.processRefreshTokenResponse(server, client, again)).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    })
  })
})
