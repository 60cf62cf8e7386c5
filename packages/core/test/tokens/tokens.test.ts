import { decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../support/clock.ts'
import { AUDIENCE, api, claimsOf, ISSUER } from './support/api.ts'

describe('tokens of an API client', () => {
  it('an access token says who, for whom, by which session and how identity was proved (RFC 9068 §2.2)', async () => {
    const app = await api()
    const { access_token, ...rest } = await app.signIn({ scope: 'orders:read orders:write', acr: 'aal1' })
    expect(rest).toEqual({
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: expect.stringMatching(/^[\w-]{116}$/),
      scope: 'orders:read orders:write',
    })
    const [info] = await app.sessions.list('alice')
    const now = app.clock.time / SECOND
    expect(decodeProtectedHeader(access_token)).toEqual({
      alg: 'ES256',
      typ: 'at+jwt',
      kid: JSON.parse(app.keyText).keys[0].kid,
    })
    expect(claimsOf(access_token)).toEqual({
      iss: ISSUER,
      aud: AUDIENCE,
      sub: 'alice',
      client_id: 'app',
      iat: now,
      exp: now + 900,
      jti: expect.stringMatching(/^[\w-]{22}$/),
      sid: info?.id,
      key_generation: 0,
      scope: 'orders:read orders:write',
      auth_time: now,
      acr: 'aal1',
      amr: ['pwd'],
    })
    const { token } = await app.tokens.verifier.verify(access_token)
    expect(token).toMatchObject({
      userId: 'alice',
      clientId: 'app',
      sessionId: info?.id,
      scope: ['orders:read', 'orders:write'],
    })
    expect(JSON.stringify(token)).not.toContain(access_token)
  })

  it('a use confirms the refresh token, the next after two minutes renews it, and the old one ends the family', async () => {
    const app = await api()
    const { refresh_token: first } = await app.signIn()
    const used = await app.refresh(first)
    expect(used).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 900 } })
    expect(used.body.refresh_token).toBeUndefined()
    app.clock.forward(50 * SECOND)
    expect((await app.refresh(first)).body.refresh_token).toBeUndefined()
    app.clock.forward(70 * SECOND)
    const renewed = (await app.refresh(first)).body.refresh_token
    expect(renewed).toMatch(/^[\w-]{116}$/)
    // A lost answer, and a second tab.
    app.clock.forward(2 * MINUTE - 1)
    expect((await app.refresh(first)).body.refresh_token).toBe(renewed)
    expect((await app.refresh(renewed)).status).toBe(200)
    app.clock.forward(2 * MINUTE)
    app.told()
    const replayed = await app.refresh(first)
    expect(replayed).toMatchObject({ status: 400, body: { error: 'invalid_grant', reason: 'token-reused' } })
    expect(app.told()).toEqual(['token-reused', 'session-ended'])
    expect((await app.refresh(renewed)).body).toMatchObject({
      error: 'invalid_grant',
      reason: 'token-reused',
    })
  })

  it('a request that is repeated on its way, just before and just after a renewal is due, leaves its client with no old token', async () => {
    const app = await api()
    const { refresh_token: first } = await app.signIn()
    await app.refresh(first)
    app.clock.forward(2 * MINUTE - SECOND)
    app.watched.taken()
    const before = (await app.refresh(first)).body.refresh_token
    expect(app.watched.taken()).toEqual(['read'])
    app.clock.forward(2 * SECOND)
    // Its answer never arrives.
    const after = (await app.refresh(first)).body.refresh_token
    expect([before, after]).toEqual([expect.stringMatching(/^[\w-]{116}$/), before])
    app.clock.forward(HOUR)
    expect((await app.refresh(before)).status).toBe(200)
  })

  it('the token that goes out before it is due counts, whether or not it was ever due', async () => {
    const app = await api()
    const { refresh_token: first } = await app.signIn()
    await app.refresh(first)
    app.clock.forward(MINUTE)
    const next = (await app.refresh(first)).body.refresh_token
    app.clock.forward(HOUR)
    expect((await app.refresh(next)).status).toBe(200)
    // A second tab, under way; and then one that was replaced long ago.
    expect((await app.refresh(first)).status).toBe(200)
    app.clock.forward(MINUTE)
    expect((await app.refresh(first)).body).toMatchObject({ error: 'invalid_grant', reason: 'token-reused' })
  })

  it('a revoked session stops access tokens at once where it is checked, and at their end where only the signature is', async () => {
    const app = await api()
    const { access_token, refresh_token } = await app.signIn()
    expect((await app.revoke(refresh_token)).status).toBe(200)
    const { verifier } = app.tokens
    expect(await verifier.verify(access_token)).toEqual({
      token: null,
      refused: 'session-ended',
      because: 'logout',
    })
    expect(await verifier.verify(access_token, { check: 'signature' })).toMatchObject({ refused: null })
    app.clock.forward(HOUR)
    expect(await verifier.verify(access_token, { check: 'signature' })).toMatchObject({ refused: 'expired' })
  })

  it('a re-keying gives new tokens, and every earlier one is dead at once', async () => {
    const app = await api()
    const old = await app.signIn()
    await app.refresh(old.refresh_token)
    const { token } = await app.tokens.verifier.verify(old.access_token)
    if (token === null) throw new Error('It was refused.')
    app.clock.forward(MINUTE)
    const { body } = await app.tokens.reauthenticate(token, {
      amr: ['pwd', 'otp'],
      acr: 'aal2',
      acrFor: '10m',
    })
    expect(claimsOf(body.access_token)).toMatchObject({
      key_generation: 1,
      acr: 'aal2',
      amr: ['pwd', 'otp'],
      auth_time: app.clock.time / SECOND,
    })
    expect(body.expires_in).toBe(600)
    expect(await app.tokens.verifier.verify(old.access_token)).toMatchObject({ refused: 'session-rekeyed' })
    expect(await app.refresh(old.refresh_token)).toMatchObject({ status: 409, body: { error: 'superseded' } })
    expect((await app.refresh(body.refresh_token)).status).toBe(200)
    app.clock.forward(10 * MINUTE)
    const later = (await app.refresh(body.refresh_token)).body
    expect(claimsOf(later.access_token)).not.toHaveProperty('acr')
    expect(later.expires_in).toBe(900)
    expect(await app.refresh(old.refresh_token)).toMatchObject({
      body: { error: 'invalid_grant', reason: 'token-reused' },
    })
  })
})
