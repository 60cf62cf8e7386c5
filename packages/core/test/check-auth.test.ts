import { describe, expect, it } from 'vitest'
import { type AuthRequirement, ConfigError, checkAuth } from '../src/index.ts'
import { MINUTE } from './support/clock.ts'
import { world } from './support/world.ts'

describe('checkAuth', () => {
  it('asks a guest to sign in, and a request with a replaced key to come again', async () => {
    const { browser, signedIn } = world()
    expect(checkAuth((await browser().visit()).session)).toBe('unauthenticated')
    const guest = browser()
    const { session } = await guest.visit((session) => session.update({ n: 1 }))
    expect(checkAuth(session, { maxAge: '5m', acr: 'aal2' })).toBe('unauthenticated')
    const alice = await signedIn()
    const late = alice.thief()
    await alice.visit((session) => session.regenerate())
    expect(checkAuth((await late.visit()).session)).toBe('superseded')
  })

  it('maxAge: a proof of identity of that very age is still fresh', async () => {
    const { signedIn, clock } = world()
    const alice = await signedIn()
    const { session } = await alice.visit()
    clock.forward(5 * MINUTE)
    for (const maxAge of ['5m', 5 * MINUTE]) expect(checkAuth(session, { maxAge })).toBeNull()
    clock.forward(1)
    for (const maxAge of ['5m', 5 * MINUTE]) expect(checkAuth(session, { maxAge })).toBe('stale')
    clock.forward(5 * MINUTE)
    expect(checkAuth(session, { maxAge: '5m' })).toBe('stale')
    await alice.visit((session) => session.regenerate())
    expect(checkAuth((await alice.visit()).session, { maxAge: '5m' })).toBe('stale')
    await alice.visit((session) => session.reauthenticate())
    expect(checkAuth((await alice.visit()).session, { maxAge: '5m' })).toBeNull()
  })

  it('acr: one, or any of several; none of none', async () => {
    const { browser } = world()
    const { session } = await browser().visit((session) => session.login('alice', { acr: 'aal2' }))
    const cases: [AuthRequirement['acr'], string | null][] = [
      ['aal2', null],
      [['aal2', 'aal3'], null],
      ['aal3', 'insufficient'],
      ['aal', 'insufficient'],
      ['AAL2', 'insufficient'],
      [[], 'insufficient'],
    ]
    for (const [acr, answer] of cases)
      expect(checkAuth(session, acr === undefined ? {} : { acr })).toBe(answer)
  })

  it('a lapsed elevation is not enough any more', async () => {
    const { browser, clock } = world()
    const { session } = await browser().visit((session) =>
      session.login('alice', { acr: 'aal2', acrFor: '5m' }),
    )
    expect(checkAuth(session, { acr: 'aal2' })).toBeNull()
    clock.forward(5 * MINUTE)
    expect(checkAuth(session, { acr: 'aal2' })).toBe('insufficient')
  })

  it('what is too weak comes before what is too old: one step-up mends both', async () => {
    const { signedIn, clock } = world()
    const { session } = await (await signedIn()).visit()
    clock.forward(10)
    expect(checkAuth(session, { acr: 'aal2', maxAge: 1 })).toBe('insufficient')
  })

  it('a maxAge that is no time is an error, not a pass', async () => {
    const { signedIn } = world()
    const { session } = await (await signedIn()).visit()
    for (const maxAge of ['soon', '', Number.NaN, -1, 0])
      expect(() => checkAuth(session, { maxAge })).toThrow(ConfigError)
  })
})
