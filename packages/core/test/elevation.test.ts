import { describe, expect, test } from 'vitest'
import type { ElevationError, SessionsOptions } from '../src/index.ts'
import { memoryReplayGuard } from '../src/memory.ts'
import { KEY, OTHER_KEY } from './config/refused-others.ts'
import { MINUTE } from './support/clock.ts'
import { world } from './support/world.ts'

const ACTION = 'delete-account'
const refused = (why: ElevationError['why']) => ({ code: 'sess/elevation', status: 401, why })

function place(options: Partial<SessionsOptions> = {}) {
  const made = world({ secrets: [KEY], replayGuard: memoryReplayGuard(), ...options })
  const granted = async () => {
    const alice = await made.signedIn()
    const { value } = await alice.visit(async (session) => {
      await session.reauthenticate({ amr: ['pwd', 'otp'] })
      return session.elevate(ACTION)
    })
    await alice.visit()
    made.told()
    made.watched.taken()
    return { alice, elevation: value }
  }
  return { ...made, granted }
}

describe('an elevation for one action', () => {
  test('is used once, by its session, for its action; nothing is stored with the sessions, and no key changes', async () => {
    const { granted, told, events, watched } = place()
    const { alice, elevation } = await granted()
    const { token } = alice
    await alice.visit((session) => session.useElevation(elevation, ACTION))
    expect([told(), alice.token, watched.taken()]).toEqual([['elevation'], token, ['read']])
    expect(events.at(-1)).toMatchObject({ action: ACTION, step: 'used', ref: { userId: 'alice' } })
    const again = alice.visit((session) => session.useElevation(elevation, ACTION))
    await expect(again).rejects.toMatchObject(refused('used'))
    expect(events.at(-1)).toMatchObject({ step: 'refused' })
    expect(JSON.stringify(events)).not.toContain(elevation)
  })

  test('of fifty at once, one uses it', async () => {
    const { alice, elevation } = await place().granted()
    const uses = await Promise.allSettled(
      Array.from({ length: 50 }, () => alice.visit((session) => session.useElevation(elevation, ACTION))),
    )
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('is nothing for another action, session, or key, nor when it was tampered with; none of that uses it up', async () => {
    const { granted, signedIn, sessions } = place()
    const { alice, elevation } = await granted()
    const use = (person: typeof alice, text: string, action = ACTION) =>
      person.visit((session) => session.useElevation(text, action))
    await expect(use(alice, elevation, 'payout')).rejects.toMatchObject(refused('invalid'))
    const other = await signedIn()
    await expect(use(other, elevation)).rejects.toMatchObject(refused('invalid'))
    const [text = '', mac = ''] = elevation.split('.')
    const forged = Buffer.from(
      JSON.stringify([(await alice.visit()).session.id, 1, ACTION, 9e15, 'x']),
    ).toString('base64url')
    for (const made of ['', 'x', text, `${text}.`, `${forged}.${mac}`, `${elevation}A`, `.${mac}`])
      await expect(use(alice, made)).rejects.toMatchObject(refused('invalid'))
    await expect(use(alice, {} as string)).rejects.toMatchObject(refused('invalid'))
    await use(alice, elevation)

    const next = await granted()
    await next.alice.visit((session) => session.regenerate())
    await expect(use(next.alice, next.elevation)).rejects.toMatchObject(refused('invalid'))
    await sessions.revokeAll('alice')
    await expect(use(next.alice, next.elevation)).rejects.toMatchObject({ code: 'sess/not-authenticated' })
  })

  test('counts from the proof of identity: it lapses by time, and cannot be had later', async () => {
    const { granted, clock, events } = place()
    const { alice, elevation } = await granted()
    clock.forward(5 * MINUTE - 1)
    const { value: late } = await alice.visit((session) => session.elevate(ACTION))
    clock.forward(1)
    for (const text of [elevation, late])
      await expect(alice.visit((session) => session.useElevation(text, ACTION))).rejects.toMatchObject(
        refused('stale'),
      )
    await expect(alice.visit((session) => session.elevate(ACTION))).rejects.toMatchObject(refused('stale'))
    expect(events.at(-1)).toMatchObject({ type: 'elevation', step: 'refused' })
    const { value: longer } = await alice.visit((session) => session.elevate(ACTION, { for: '10m' }))
    await alice.visit((session) => session.useElevation(longer, ACTION))
  })

  test('outlives a rotation of secrets, not the removal of its own', async () => {
    const { granted, watched } = place()
    const { alice, elevation } = await granted()
    const under = async (secrets: string[]) => {
      const other = place({ store: watched.store, secrets }).browser()
      other.jar.takeOver(alice.jar)
      await other.visit((session) => session.useElevation(elevation, ACTION))
    }
    await expect(under([OTHER_KEY])).rejects.toMatchObject(refused('invalid'))
    await under([OTHER_KEY, KEY])
  })

  test('a guest, a name that is none, and a time that is none, are clear errors', async () => {
    const { browser, granted } = place()
    const nobody = browser()
    await expect(nobody.visit((session) => session.elevate(ACTION))).rejects.toMatchObject({
      code: 'sess/not-authenticated',
    })
    const { alice, elevation } = await granted()
    for (const action of ['', 'a b', 'x'.repeat(129), undefined as unknown as string]) {
      await expect(alice.visit((session) => session.elevate(action))).rejects.toThrow(TypeError)
      await expect(alice.visit((session) => session.useElevation(elevation, action))).rejects.toThrow(
        TypeError,
      )
    }
    const soon = alice.visit((session) => session.elevate(ACTION, { for: 'soon' }))
    await expect(soon).rejects.toMatchObject({ name: 'ConfigError', option: 'for' })
  })

  test('without secrets or a replay guard it says so, and a guard that is down is an outage', async () => {
    const unguarded = await world({ secrets: [KEY] }).signedIn()
    await expect(unguarded.visit((session) => session.elevate(ACTION))).rejects.toMatchObject({
      option: 'replayGuard',
    })
    const unsigned = await world({ replayGuard: memoryReplayGuard() }).signedIn()
    await expect(unsigned.visit((session) => session.elevate(ACTION))).rejects.toMatchObject({
      option: 'secrets',
    })
    const down = { consumeOnce: async () => Promise.reject(new Error('ECONNREFUSED')) }
    const { alice, elevation } = await place({ replayGuard: down }).granted()
    await expect(alice.visit((session) => session.useElevation(elevation, ACTION))).rejects.toMatchObject({
      code: 'sess/store-unavailable',
      status: 503,
    })
  })
})
