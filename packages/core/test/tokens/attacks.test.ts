import { inspect } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { createVerifier, generateKeys, importKeys, REFUSALS, type Verifier } from '../../src/tokens/index.ts'
import { Clock } from '../support/clock.ts'
import { AUDIENCE, api, claimsOf, ISSUER } from './support/api.ts'
import type { Arsenal } from './support/attack.ts'
import { CORPUS } from './support/corpus.ts'
import { Forge } from './support/forge.ts'

const clock = new Clock()
let arsenal: Arsenal
let verifier: Verifier
const heard: string[] = []

beforeAll(async () => {
  const jwks = await Promise.all([generateKeys(), generateKeys({ algorithm: 'RS256' }), generateKeys()])
  const [ec, rsa, foreign] = jwks.map((text) => JSON.parse(text).keys[0])
  const keys = await importKeys({ keys: [ec, { ...rsa, nbf: clock.time / 1000 + 3600 }] })
  verifier = createVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys,
    now: clock.now,
    onRefused: (refused) => heard.push(refused),
  })
  const app = await api()
  const { access_token, refresh_token } = await app.signIn({ acr: 'aal2', scope: 'orders:read' })
  arsenal = {
    ec: new Forge(ec),
    rsa: new Forge(rsa),
    foreign: new Forge(foreign),
    payload: claimsOf(access_token),
    refreshToken: refresh_token as string,
  }
})

describe('the attack corpus', () => {
  it.each(CORPUS)('%s', async (_, refused, token) => {
    const text = token(arsenal)
    heard.length = 0
    expect(await verifier.verify(text)).toEqual({ token: null, refused, because: null })
    expect(heard).toEqual([refused])
  })

  it('the same tools make tokens that are let in, by both keys', async () => {
    const { ec, rsa, payload } = arsenal
    for (const forge of [ec, rsa]) {
      for (const typ of ['at+jwt', 'AT+JWT', 'application/at+jwt']) {
        const { token } = await verifier.verify(forge.token({ ...forge.header, typ }, payload))
        expect(token).toMatchObject({ userId: 'alice', kid: forge.kid })
      }
    }
    for (const change of [
      { aud: ['x', AUDIENCE] },
      { exp: (payload.iat as number) - 4 },
      { iat: (payload.iat as number) + 5 },
      { role: { a: [[[[1]]]] } },
    ])
      expect(await verifier.verify(ec.token(ec.header, { ...payload, ...change }))).toMatchObject({
        refused: null,
      })
  })

  it('every reason that a signature can be refused for is in it', () => {
    const shown = new Set(CORPUS.map(([, refused]) => refused))
    expect(REFUSALS.filter((reason) => !reason.startsWith('session-') && !shown.has(reason))).toEqual([])
  })

  it('what is no text is refused, and looked at no further', async () => {
    for (const value of [undefined, null, 5, {}, [], Symbol('x')])
      expect(await verifier.verify(value as string)).toMatchObject({ refused: 'malformed' })
  })
})

describe('one kind of token in place of another', () => {
  it('an access token is no refresh token, no session cookie and no bearer token of a session', async () => {
    const app = await api({ cookie: { path: '/oauth' } })
    const { access_token } = await app.signIn()
    expect(await app.refresh(access_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    const cookie = { cookie: `__Secure-sess-refresh=${access_token}`, origin: ISSUER }
    expect(await app.refresh(undefined, {}, cookie)).toMatchObject({ body: { error: 'invalid_grant' } })
    const browser = app.browser()
    browser.jar.plant('__Host-sess', access_token)
    const { session } = await browser.visit(() => {}, {
      headers: { authorization: `Bearer ${access_token}` },
    })
    expect(session.state).toBe('none')
  })

  it('a refresh token is unknown at any ordinary route', async () => {
    const app = await api(
      {},
      { groups: { api: { carrier: 'token-endpoint' }, device: { carrier: 'bearer', idleTimeout: '1h' } } },
    )
    const { refresh_token = '' } = await app.signIn()
    const browser = app.browser()
    for (const name of ['__Host-sess', '__Host-sess-guest']) browser.jar.plant(name, refresh_token)
    const { session } = await browser.visit(() => {}, {
      headers: { authorization: `Bearer ${refresh_token}` },
    })
    expect([session.state, session.endedBecause]).toEqual(['none', null])
    expect((await browser.visit()).session.state).toBe('none')
    expect((await app.refresh(refresh_token)).status).toBe(200)
  })

  it('the tokens of a browser and of a device are no refresh tokens', async () => {
    const app = await api(
      {},
      { groups: { api: { carrier: 'token-endpoint' }, device: { carrier: 'bearer', idleTimeout: '1h' } } },
    )
    const { token } = await app.sessions.issue('alice', { group: 'device', authenticatedAt: app.clock.time })
    const alice = await app.signedIn()
    const guest = app.browser()
    await guest.visit((session) => session.update({ n: 1 }))
    for (const other of [token, alice.token, guest.jar.get('__Host-sess-guest')])
      expect(await app.refresh(other)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect((await alice.visit()).session.userId).toBe('alice')
  })
})

describe('what a refused token leaves behind', () => {
  it('nothing of it is in the answer', async () => {
    const { ec, payload } = arsenal
    const text = ec.token({ ...ec.header, kid: 'tell-nobody' }, { ...payload, sub: 'tell-nobody' })
    expect(inspect(await verifier.verify(text))).not.toMatch(/tell-nobody/)
  })
})
