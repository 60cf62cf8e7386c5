import { describe, expect, it } from 'vitest'
import { createSessions } from '../../src/index.ts'
import { memoryStore } from '../../src/memory.ts'
import { createTokens, importKeys, rotateKeys } from '../../src/tokens/index.ts'
import { AUDIENCE, api, ISSUER } from './support/api.ts'

describe('a group of refresh tokens', () => {
  it('has defaults of its own: nothing of browsers’ rules but limit and overlap', async () => {
    const app = await api(
      {},
      {
        idleTimeout: '5m',
        absoluteTimeout: '10m',
        limit: { max: 2 },
        groups: { api: { carrier: 'token-endpoint' } },
      },
    )
    for (let i = 0; i < 3; i++) await app.signIn()
    const listed = await app.sessions.list('alice')
    expect(listed).toHaveLength(2)
    expect(listed[0]?.expiresAt).toBe(app.clock.time + 7 * 86_400_000)
  })

  it('is no group of browsers, and the sessions of browsers are none of it', async () => {
    expect(() => createSessions({ store: memoryStore(), carrier: 'token-endpoint' })).toThrow(
      /groups: \{ api/,
    )
    const app = await api()
    await expect(app.browser().visit((session) => session.login('alice', { group: 'api' }))).rejects.toThrow(
      TypeError,
    )
    await expect(
      app.sessions.issue('alice', { group: 'api', authenticatedAt: app.clock.time }),
    ).rejects.toThrow(TypeError)
    await expect(app.signIn({ group: 'web' })).rejects.toThrow(/token-endpoint/)
  })
})

describe('issue()', () => {
  it.each<[string, object, RegExp]>([
    ['no client', { clientId: undefined }, /clientId/],
    ['an empty client', { clientId: '' }, /clientId/],
    ['a client with a line break', { clientId: 'a\nb' }, /clientId/],
    ['a scope that is none', { scope: 'a"b' }, /scope/],
    ['an unknown audience', { audience: 'https://other.example.com' }, /audience/],
    ['a delivery that is none', { delivery: 'url' }, /delivery/],
    ['a cookie that is not configured', { delivery: 'cookie' }, /option cookie/],
    ['a proof of identity without a time', { authenticatedAt: undefined }, /authenticatedAt/],
    ['methods that are none', { amr: 'pwd' }, /amr/],
    ['a client that is none', { client: 'x' }, /client/],
  ])('%s is a mistake, found before anything is written', async (_, options, message) => {
    const app = await api()
    app.watched.taken()
    await expect(app.signIn(options)).rejects.toThrow(message)
    expect(app.watched.taken()).toEqual([])
  })

  it('says which API the tokens are for, where there are several', async () => {
    const app = await api({ audience: [AUDIENCE, 'https://b.example.com'] })
    await expect(app.signIn()).rejects.toThrow(/which API/)
  })

  it('is refused if all sessions were ended since identity was proved', async () => {
    const app = await api()
    const authenticatedAt = app.clock.time
    app.clock.forward(1)
    await app.sessions.revokeAll('alice')
    await expect(app.signIn({ authenticatedAt })).rejects.toMatchObject({ code: 'sess/login-refused' })
  })
})

it('a ring may be rotated while the issuer runs on', async () => {
  const app = await api()
  const ring = await importKeys(app.keyText)
  const tokens = createTokens(app.sessions, { issuer: ISSUER, audience: AUDIENCE, keys: ring })
  const issue = async () =>
    (await tokens.issue('alice', { clientId: 'app', authenticatedAt: app.clock.time })).body.access_token
  const before = await issue()
  await ring.update(await rotateKeys(app.keyText, { lead: 'at-once', now: app.clock.now }))
  const after = await issue()
  const verified = await Promise.all([before, after].map((token) => tokens.verifier.verify(token)))
  const kids = verified.map(({ token }) => token?.kid)
  expect(new Set(kids)).toEqual(new Set(ring.list(app.clock.time).map(({ kid }) => kid)))
})
