import { describe, expect, it } from 'vitest'
import { ConfigError, createSessions, type SessionsOptions } from '../src/index.ts'
import { memoryStore } from '../src/memory.ts'
import type { Anything } from './config/refused.ts'
import { REFUSED_COOKIES } from './config/refused-cookies.ts'
import { KEY, OTHER_KEY, REFUSED_OTHERS } from './config/refused-others.ts'
import { REFUSED_RULES } from './config/refused-rules.ts'
import { world } from './support/world.ts'

const start = (options: Anything) =>
  createSessions({ store: memoryStore(), ...options } as unknown as SessionsOptions)

describe('insecure or impossible configuration does not start (P12)', () => {
  it.each([...REFUSED_OTHERS, ...REFUSED_COOKIES, ...REFUSED_RULES])('%s', (_, options, option, mend) => {
    let error: unknown
    try {
      start(options)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject({ code: 'sess/config', option, message: expect.stringMatching(mend) })
    expect((error as Error).message.startsWith(`${option}: `)).toBe(true)
  })

  it('says nothing of a key in its error', () => {
    const secret = 'tell-nobody-0123456789'
    expect(() => start({ secrets: [secret] })).toThrow(expect.not.stringContaining(secret))
    expect(() => start({ partitionKey: secret })).toThrow(expect.not.stringContaining(secret))
  })

  it('no options at all', () => {
    for (const options of [undefined, null, 'x', []])
      expect(() => createSessions(options as unknown as SessionsOptions)).toThrow(ConfigError)
  })

  it('a mark that a function gives is checked whenever it is asked', async () => {
    let mark = 0
    const { signedIn } = world({ issuedBefore: () => mark })
    const alice = await signedIn()
    mark = Number.NaN
    await expect(alice.visit()).rejects.toThrow(ConfigError)
    mark = 0
    expect((await alice.visit()).session.userId).toBe('alice')
  })
})

describe('what an unset variable leaves open follows the rules above, never a weaker default', () => {
  it('of a group and of guests', async () => {
    let now = Date.UTC(2030, 0, 1)
    const store = memoryStore()
    const sessions = createSessions({
      store,
      now: () => now,
      idleTimeout: '5m',
      limit: { max: 1 },
      groups: {
        api: { carrier: 'bearer', idleTimeout: undefined, limit: undefined } as unknown as {
          carrier: 'bearer'
        },
      },
      guests: { idleTimeout: undefined } as unknown as Record<never, never>,
    })
    await sessions.issue('alice', { group: 'api', authenticatedAt: now })
    await sessions.issue('alice', { group: 'api', authenticatedAt: now })
    const list = await sessions.list('alice')
    expect(list).toHaveLength(1)
    expect((list[0]?.expiresAt ?? 0) - now).toBe(5 * 60_000 + 30_000)
    now += 1
    const { records } = JSON.parse(store.dump())
    expect(records).toHaveLength(2)
  })
})

describe('what is accepted', () => {
  it.each<[string, Anything]>([
    ['nothing but a store', {}],
    ['every prefix', { cookie: { prefix: '__Http-', domain: 'example.com', path: '/app' } }],
    ['no prefix', { cookie: { prefix: '' } }],
    ['SameSite=None with Partitioned', { cookie: { sameSite: 'None', partitioned: true, secure: true } }],
    ['deep domains', { cookie: { prefix: '__Secure-', domain: 'a-b.c1.example.co.uk' } }],
    ['punycode', { cookie: { prefix: '__Secure-', domain: 'xn--bcher-kva.example' } }],
    ['exactly 400 days', { absoluteTimeout: '400d' }],
    ['exactly twice the overlap', { renewalInterval: '64s' }],
    [
      'parts of units, whatever floating point makes of them',
      { idleTimeout: '8.2m', absoluteTimeout: '2.3d', loginTimeout: '1.15h' },
    ],
    ['milliseconds', { idleTimeout: 60_000, absoluteTimeout: '90000ms' }],
    ['a group of any plain name', { groups: { constructor: {}, 'to-string': {}, x1: {} } }],
    ['rules of web as a group', { groups: { web: { idleTimeout: '5m' } } }],
    ['no limit', { limit: null }],
    ['a limit by a function', { limit: () => null }],
    ['secrets and another partition key', { secrets: [KEY], partitionKey: OTHER_KEY }],
    ['a mark far back, or none', { issuedBefore: 0 }],
    ['retention of exactly an hour more', { loginTimeout: '1h', endedRetention: '2h' }],
    ['a store with a verb on its prototype', { store: Object.create(memoryStore()) }],
  ])('%s', (_, options) => {
    expect(start(options)).toHaveProperty('open')
  })
})
