import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ConfigError } from '../../src/index.ts'
import { nameRefusal } from '../../src/tokens/claim-names.ts'
import { ClaimsError, type ClaimsOptions } from '../../src/tokens/index.ts'
import { api, claimsOf } from './support/api.ts'

const withClaims = (schema: unknown, of: () => unknown) =>
  api({ claims: { schema, of } as unknown as ClaimsOptions<object> })
const anything = z.object({ x: z.any() })

describe('claims of the app', () => {
  it.each<[string, unknown]>([
    ['zod', z.object({ role: z.string() })],
    ['valibot', v.object({ role: v.string() })],
  ])('only what the schema names gets in (%s)', async (_, schema) => {
    const app = await withClaims(schema, () => ({ role: 'editor', passwordHash: 'x', more: 1 }))
    const claims = claimsOf((await app.signIn()).access_token)
    expect(claims).toMatchObject({ role: 'editor', sub: 'alice' })
    expect(Object.keys(claims)).not.toEqual(expect.arrayContaining(['more']))
  })

  it('are asked for at every refresh, and know whose session it is', async () => {
    const asked: unknown[] = []
    let role = 'editor'
    const app = await api({
      claims: {
        schema: z.object({ role: z.string() }),
        of: async (session) => {
          asked.push(session)
          return { role }
        },
      },
    })
    const { refresh_token } = await app.signIn({ scope: 'read', acr: 'aal1' })
    role = 'reader'
    const { body } = await app.refresh(refresh_token)
    expect(claimsOf(body.access_token)).toMatchObject({ role: 'reader' })
    expect(asked).toEqual(
      Array(2).fill({
        userId: 'alice',
        sessionId: expect.any(String),
        clientId: 'app',
        scope: ['read'],
        audience: ['https://api.example.com'],
        authTime: app.clock.time,
        acr: 'aal1',
        amr: ['pwd'],
      }),
    )
  })

  it('are there for whoever verifies the token, as the schema has them', async () => {
    const app = await withClaims(z.object({ role: z.string() }), () => ({ role: 'editor' }))
    const { access_token } = await app.signIn()
    expect((await app.tokens.verifier.verify(access_token)).token?.claims).toEqual({ role: 'editor' })
  })

  it.each<[string, unknown, () => unknown]>([
    ['that is seen at the start to let everything through', z.looseObject({}), () => ({})],
    [
      'that is seen at the first token to let everything through',
      z.looseObject({ role: z.string() }),
      () => ({ role: 'x' }),
    ],
    ['of records', z.record(z.string(), z.any()), () => ({})],
    [
      'that keeps what it does not name (valibot)',
      v.looseObject({ role: v.string() }),
      () => ({ role: 'x' }),
    ],
    ['that answers later', z.object({}).refine(async () => true), () => ({})],
    ['that is none', { role: 'string' }, () => ({})],
  ])('a schema %s is refused', async (_, schema, of) => {
    await expect((async () => (await withClaims(schema, of)).signIn())()).rejects.toThrow(ConfigError)
  })

  it('a strict schema is as good as one that strips', async () => {
    for (const schema of [z.strictObject({ role: z.string() }), v.strictObject({ role: v.string() })])
      expect(
        claimsOf((await (await withClaims(schema, () => ({ role: 'x' }))).signIn()).access_token),
      ).toMatchObject({ role: 'x' })
  })

  it.each<[string, unknown, unknown, RegExp]>([
    ['that the schema refuses', z.object({ role: z.string() }), { role: 5 }, /do not fit the schema/],
    ['that are none', z.object({ role: z.string() }), undefined, /do not fit the schema/],
    ['that are too large', anything, { x: 'x'.repeat(2048) }, /2048 are the most/],
    ['that are a list', z.array(z.any()), [], /are no object/],
    [
      'deep inside',
      anything,
      { x: [{ y: { accessToken: 'z' } }] },
      /x\.0\.y\.accessToken.*looks like a secret/,
    ],
    [
      'about a person',
      z.object({ email: z.string() }),
      { email: 'a@b.example' },
      /"email" looks like something about a person/,
    ],
    [
      'that are set by the library',
      z.object({ sub: z.string() }),
      { sub: 'admin' },
      /"sub" is set by the library/,
    ],
  ])('claims %s make no token', async (_, schema, value, message) => {
    const app = await withClaims(schema, () => value)
    const error = await app.signIn().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ClaimsError)
    expect((error as Error).message).toMatch(message)
    expect((error as Error).message).not.toMatch(/a@b/)
  })

  it('what cannot be made is no answer: the refresh token stays good, and the next try is like the first', async () => {
    let fails = false
    const app = await withClaims(z.object({}), () => {
      if (fails) throw new Error('The database is away.')
      return {}
    })
    const { refresh_token } = await app.signIn()
    fails = true
    await expect(app.refresh(refresh_token)).rejects.toThrow('away')
    fails = false
    expect((await app.refresh(refresh_token)).status).toBe(200)
  })
})

describe('names of claims', () => {
  it.each([
    ...[
      'password',
      'passwordHash',
      'user_password',
      'secret',
      'client-secret',
      'apiKey',
      'API_KEY',
      'apikey',
      'privateKey',
      'token',
    ],
    ...[
      'refreshToken',
      'credentials',
      'otp',
      'pin',
      'cvv',
      'cookie',
      'recoveryCodes',
      'securityAnswer',
      'salt',
      'sessionKey',
    ],
  ])('%s looks like a secret', (name) => {
    for (const nested of [false, true]) expect(nameRefusal(name, nested)).toMatch(/secret/)
  })

  it.each([
    ...[
      'email',
      'Email',
      'eMail',
      'user_email',
      'email_verified',
      'phone',
      'phone_number',
      'name',
      'firstName',
      'family_name',
      'address',
    ],
    ...[
      'homeAddress',
      'birthdate',
      'dateOfBirth',
      'ssn',
      'passport',
      'iban',
      'cardNumber',
      'gender',
      'ip',
      'ipAddress',
      'picture',
      'preferred_username',
    ],
  ])('%s looks like something about a person', (name) => {
    expect(nameRefusal(name, false)).toMatch(/person|secret/)
  })

  it.each([
    ...'iss sub aud exp nbf iat jti sid client_id scope auth_time acr amr cnf act key_generation __proto__'.split(
      ' ',
    ),
  ])('%s is the library’s', (name) => {
    expect(nameRefusal(name, false)).toMatch(/library/)
  })

  it.each([
    'role',
    'roles',
    'tenant',
    'tenant_name',
    'org_id',
    'plan',
    'permissions',
    'entitlements',
    'groups',
    'https://example.com/claims/tier',
    'region',
    'mapping',
    'pinned',
    'shipping',
    'hashtags',
  ])('%s is fine', (name) => {
    for (const nested of [false, true]) expect(nameRefusal(name, nested)).toBeNull()
  })
})
