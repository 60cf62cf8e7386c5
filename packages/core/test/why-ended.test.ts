import { describe, expect, test } from 'vitest'
import { createGuard, END_REASONS, type EndReason, whyEnded } from '../src/index.ts'
import { type Browser, SESSION } from './support/browser.ts'
import { HOUR, MINUTE } from './support/clock.ts'
import { type World, world } from './support/world.ts'

type Person = Browser<Record<string, unknown>>
type Ends = (place: World<Record<string, unknown>>, alice: Person, other: Person) => Promise<unknown>

let mark = 0
let idOfAlice = ''

/** Every way in which a session comes to its end; `other` is alice's other device. */
const ENDS: Readonly<Record<EndReason, Ends>> = {
  logout: (_, alice) => alice.thief().visit((session) => session.logout()),
  'idle-timeout': async ({ clock }) => clock.forward(32 * MINUTE),
  'absolute-timeout': async ({ clock }, alice) => {
    let token = ''
    for (let i = 0; i < 26; i++) {
      token = alice.token ?? token
      clock.forward(28 * MINUTE)
      await alice.visit()
    }
    // A browser drops the cookie at that moment; whoever kept the token is told.
    alice.jar.plant(SESSION, token)
  },
  'signed-in-again': (_, alice) => alice.thief().visit((session) => session.login('alice')),
  evicted: async ({ browser, clock }) => {
    clock.forward(MINUTE)
    for (let i = 0; i < 3; i++) await browser().visit((session) => session.login('alice'))
  },
  'revoked-by-user': (_, _alice, other) => other.visit((session) => session.revoke(idOfAlice)),
  'revoked-by-administrator': ({ sessions }) => sessions.revokeAll('alice'),
  'credentials-changed': (_, _alice, other) => other.visit((session) => session.credentialsChanged()),
  'token-reused': async ({ clock }, alice) => {
    const thief = alice.thief()
    for (let i = 0; i < 3; i++) {
      clock.forward(16 * MINUTE)
      await alice.visit()
      await alice.visit()
    }
    await thief.visit()
  },
  'rekeying-lost': async ({ clock }, alice) => {
    await (await alice.request()).session.regenerate()
    clock.forward(5 * MINUTE)
  },
  'issued-before-mark': async ({ clock }) => {
    clock.forward(MINUTE)
    mark = clock.now()
  },
  compromised: ({ sessions }) => sessions.revokeAll('alice', { reason: 'compromised' }),
  'account-disabled': ({ sessions }) => sessions.revokeAll('alice', { reason: 'account-disabled' }),
}

/** All that an answer may show of a session, as bytes. */
async function shown(person: Person): Promise<string> {
  const { session, head } = await person.visit()
  const { state, id, userId, data, authTime, acr, amr, createdAt, expiresAt, endedBecause } = session
  const refusal = createGuard({})(session, undefined, null)
  const facts = { state, id, userId, data, authTime, acr, amr, createdAt, expiresAt, endedBecause }
  return JSON.stringify([facts, refusal, head.names, head.cookies])
}

/** Somebody who knows the id, which is no secret, and makes up the rest. */
function stranger(place: World<Record<string, unknown>>, token: string, at: number): Person {
  const forged = place.browser()
  const other = token[at] === 'A' ? 'B' : 'A'
  forged.jar.plant(SESSION, token.slice(0, at) + other + token.slice(at + 1))
  return forged
}

describe.each(END_REASONS)('a session that ended: %s', (reason) => {
  test('its holder learns why, in a code and in words; a stranger learns nothing, in any byte', async () => {
    mark = 0
    const place = world({ limit: { max: 3 }, issuedBefore: () => mark })
    const alice = await place.signedIn()
    place.clock.forward(1000)
    const other = await place.signedIn()
    idOfAlice = (await alice.visit()).session.id ?? ''
    await ENDS[reason](place, alice, other)

    const token = alice.token ?? ''
    const never = await shown(stranger(world(), token, 60))
    for (const at of [30, 60, 70, 100]) expect(await shown(stranger(place, token, at))).toBe(never)

    const told = await shown(alice)
    expect(JSON.parse(told)[0].endedBecause).toBe(reason)
    expect(JSON.parse(told)[1].body).toEqual({
      error: 'sess/not-authenticated',
      reason,
      message: `${whyEnded(reason)} Sign in to continue.`,
    })
    for (const at of [30, 60, 70, 100]) expect(await shown(stranger(place, token, at))).toBe(never)

    // The tombstone lapses, and with it the answer.
    place.clock.forward(60 * HOUR)
    await place.sessions.sweep()
    expect(await shown(alice.jar.get(SESSION) === undefined ? stranger(world(), token, 60) : alice)).toBe(
      never,
    )
  })
})
