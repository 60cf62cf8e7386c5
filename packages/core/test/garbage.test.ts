import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carrierFor, GUEST, SESSION, TestHead } from './support/browser.ts'
import { world } from './support/world.ts'

/** Text as it may come over the wire: any bytes, and much that looks like ours. */
const wire = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom(';', '=', ' ', '"', ',', '\t', '\u0000', 'ÿ', SESSION, GUEST, 'Bearer', 'A'),
    maxLength: 40,
  }),
  fc.stringMatching(/^[\w-]{110,120}$/).map((token) => `${SESSION}=${token}; ${GUEST}=${token}`),
  fc.stringMatching(/^[\w-]{114}$/).map((rest) => `Bearer AQ${rest}`),
  fc.stringMatching(/^[\w-]{114}$/).map((rest) => `${SESSION}=AQ${rest}; ${GUEST}=AQ${rest}`),
)

describe('garbage never hurts', () => {
  it('whatever the headers hold, the request gets a guest: no failure, no cookie, no event', async () => {
    const app = world({ groups: { device: { carrier: 'bearer' } }, cookie: { insecureLocalhost: true } })
    await fc.assert(
      fc.asyncProperty(
        wire,
        wire,
        wire,
        wire,
        fc.boolean(),
        async (cookie, authorization, host, agent, secure) => {
          const head = new TestHead()
          const headers = { authorization, host, 'user-agent': agent }
          const session = await app.sessions.open(carrierFor(cookie, { headers, secure }, head))
          expect(session).toMatchObject({
            state: 'none',
            userId: null,
            id: null,
            data: {},
            endedBecause: null,
          })
          expect(head.names).toEqual([])
        },
      ),
      { numRuns: 500 },
    )
    expect(app.events).toEqual([])
    expect(new Set(app.watched.taken())).toEqual(new Set(['read']))
  })

  it('beside a good token, it takes nothing away', async () => {
    const app = world()
    const alice = await app.signedIn()
    const separated = wire.map((text) => text.replaceAll(`${SESSION}=`, 'x='))
    await fc.assert(
      fc.asyncProperty(separated, separated, async (before, after) => {
        const cookie = `${before};${SESSION}=${alice.token};${after}`
        expect((await app.sessions.open(carrierFor(cookie, {}, new TestHead()))).userId).toBe('alice')
      }),
      { numRuns: 200 },
    )
  })

  it('a good token that is not alone in its value is no token', async () => {
    const app = world()
    const alice = await app.signedIn()
    const token = alice.token ?? ''
    for (const value of [
      `"${token}"`,
      `${token}=`,
      `x${token}`,
      `${token}x`,
      `${token},`,
      token.slice(1),
      `%41${token}`,
    ]) {
      const cookie = `${SESSION}=${value}`
      expect((await app.sessions.open(carrierFor(cookie, {}, new TestHead()))).userId).toBeNull()
    }
  })

  it('of several cookies of our name the one that is a token counts, among the first four', async () => {
    const app = world()
    const alice = await app.signedIn()
    const open = async (...values: readonly (string | undefined)[]) => {
      const cookie = values.map((value) => `${SESSION}=${value}`).join('; ')
      return (await app.sessions.open(carrierFor(cookie, {}, new TestHead()))).userId
    }
    expect(await open('garbage', alice.token)).toBe('alice')
    expect(await open('', '', '', alice.token)).toBe('alice')
    expect(await open('', '', '', '', alice.token)).toBeNull()
  })
})
