import { describe, expect, it } from 'vitest'
import { ConfigError, createSessions, type Sessions } from '../../src/index.ts'
import { memoryStore } from '../../src/memory.ts'
import {
  createTokens,
  createVerifier,
  generateKeys,
  importKeys,
  type KeyRing,
  type TokensOptions,
  type VerifierOptions,
} from '../../src/tokens/index.ts'
import { AUDIENCE, api, ISSUER } from './support/api.ts'

const keys = await importKeys(await generateKeys())
const { d: _, ...publicJwk } = JSON.parse(await generateKeys()).keys[0]
const publicKeys = await importKeys(publicJwk)
const later = await importKeys({ ...JSON.parse(await generateKeys()).keys[0], nbf: 9_999_999_999 })
const sessions = createSessions({ store: memoryStore(), groups: { api: { carrier: 'token-endpoint' } } })

const thrown = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error
  }
  return 'It started.'
}

type Refused = readonly [
  name: string,
  options: Readonly<Record<string, unknown>>,
  option: string,
  mend: RegExp,
]

const SHARED: readonly Refused[] = [
  ['no issuer', { issuer: undefined }, 'issuer', /https/],
  ...[
    'http://auth.example.com',
    'auth.example.com',
    'https://auth.example.com/?x',
    'https://auth.example.com/#x',
    'https://a:b@auth.example.com',
    'https://auth example.com',
    'javascript:x',
    5,
  ].map((issuer): Refused => [`the issuer ${issuer}`, { issuer }, 'issuer', /https/]),
  ['no audience', { audience: undefined }, 'audience', /which API/],
  ['an empty audience', { audience: '' }, 'audience', /which API/],
  ['an empty list of audiences', { audience: [] }, 'audience', /which API/],
  ['an audience with a blank', { audience: 'a b' }, 'audience', /which API/],
  ['a tolerance of minutes', { clockTolerance: '2m' }, 'clockTolerance', /1m/],
  ['a misspelt option', { audiences: AUDIENCE }, 'audiences', /audience/],
]

describe('an insecure issuer does not start (P12)', () => {
  it.each<Refused>([
    ...SHARED,
    ['no keys', { keys: undefined }, 'keys', /importKeys/],
    ['keys as a text', { keys: '{"keys":[]}' }, 'keys', /importKeys/],
    ['the address of keys', { keys: { jwksUrl: `${ISSUER}/jwks.json` } }, 'keys', /importKeys/],
    ['public keys', { keys: publicKeys }, 'keys', /private/],
    ['keys that do not sign yet', { keys: later }, 'keys', /nbf/],
    ['tokens of more than an hour', { accessTokenLifetime: '61m' }, 'accessTokenLifetime', /60m/],
    ['tokens of a day', { accessTokenLifetime: '1d' }, 'accessTokenLifetime', /60m/],
    ['tokens of less than five minutes', { accessTokenLifetime: '4m' }, 'accessTokenLifetime', /5m/],
    ['a lifetime that is none', { accessTokenLifetime: 'short' }, 'accessTokenLifetime', /15m/],
    ...[
      '*',
      'null',
      'app.example.com',
      'https://app.example.com/',
      'https://*.example.com',
      'http://app.example.com',
      'HTTPS://APP.EXAMPLE.COM',
      '',
    ].map((origin): Refused => [`the origin ${origin}`, { origins: [origin] }, 'origins', /exactly/]),
    ['origins as a text', { origins: '*' }, 'origins', /\[/],
    ['a cookie for every path', { cookie: { path: '/' } }, 'cookie.path', /endpoints/],
    ['a cookie without a path', { cookie: {} }, 'cookie.path', /endpoints/],
    [
      'a misspelt option of the cookie',
      { cookie: { path: '/oauth', domain: 'example.com' } },
      'cookie.domain',
      /Known/,
    ],
    ['a cookie that is none', { cookie: true }, 'cookie', /object/],
    ['a client check that is none', { authenticateClient: true }, 'authenticateClient', /function/],
    [
      'an introspection check that is none',
      { authenticateResourceServer: 'secret' },
      'authenticateResourceServer',
      /function/,
    ],
    ['claims without a function', { claims: { schema: {} } }, 'claims.of', /role/],
    ['claims as a schema', { claims: { '~standard': {} } }, 'claims.~standard', /schema/],
  ])('%s', (_, options, option, mend) => {
    const error = thrown(() =>
      createTokens(sessions, {
        issuer: ISSUER,
        audience: AUDIENCE,
        keys,
        ...options,
      } as unknown as TokensOptions),
    )
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject({ option, message: expect.stringMatching(mend) })
  })

  it('without a group that has refresh tokens, or with a copy of the sessions', () => {
    const options = { issuer: ISSUER, audience: AUDIENCE, keys }
    expect(thrown(() => createTokens(createSessions({ store: memoryStore() }), options))).toMatchObject({
      option: 'groups',
    })
    for (const copy of [{ ...sessions }, undefined, null])
      expect(() => createTokens(copy as Sessions, options)).toThrow(/createSessions/)
  })

  it('starts with what is at the edge', () => {
    for (const more of [
      { accessTokenLifetime: '60m' },
      { accessTokenLifetime: 300_000 },
      { clockTolerance: 0 },
      { clockTolerance: '1m' },
      { issuer: 'http://localhost:3000' },
      { origins: ['http://127.0.0.1:5173', 'https://app.example.com:8443'] },
    ])
      createTokens(sessions, { issuer: ISSUER, audience: AUDIENCE, keys, ...more })
  })
})

describe('an insecure verifier does not start (P12)', () => {
  it.each<Refused>([
    ...SHARED,
    ['no keys', { keys: undefined }, 'keys', /jwksUrl/],
    ...[
      'http://auth.example.com/jwks.json',
      '/jwks.json',
      'file:///etc/keys',
      'https://a:b@auth.example.com/jwks.json',
      5,
    ].map((jwksUrl): Refused => [`keys from ${jwksUrl}`, { keys: { jwksUrl } }, 'keys', /jwksUrl/]),
    ['a clock that is none', { now: () => 1.5 }, 'now', /Date\.now/],
  ])('%s', (_, options, option, mend) => {
    const error = thrown(() =>
      createVerifier({ issuer: ISSUER, audience: AUDIENCE, keys, ...options } as unknown as VerifierOptions),
    )
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject({ option, message: expect.stringMatching(mend) })
  })

  it('takes public keys, next ones, and the address of a key set', async () => {
    for (const good of [publicKeys, later, { jwksUrl: `${ISSUER}/jwks.json` }] as (
      | KeyRing
      | { jwksUrl: string }
    )[])
      createVerifier({ issuer: ISSUER, audience: AUDIENCE, keys: good })
  })

  it('cannot check sessions that it does not have', async () => {
    const app = await api()
    const { access_token } = await app.signIn()
    const verifier = createVerifier({
      issuer: ISSUER,
      audience: AUDIENCE,
      keys: await importKeys(app.keyText),
      now: app.clock.now,
    })
    await expect(verifier.verify(access_token, { check: 'session' })).rejects.toThrow(TypeError)
  })
})
