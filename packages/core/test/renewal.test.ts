import { describe, expect, it } from 'vitest'
import { type Browser, carrierFor, SESSION, TestHead } from './support/browser.ts'
import { HOUR, MINUTE, SECOND } from './support/clock.ts'
import { world } from './support/world.ts'

const OVERLAP = 32 * SECOND

describe('a renewal', () => {
  it('is due renewalInterval after the token was first seen, at that very moment', async () => {
    const { browser, clock, told } = world()
    const alice = browser()
    await alice.visit((session) => session.login('alice'))
    clock.forward(5 * MINUTE)
    expect((await alice.visit()).head.names).toEqual([])
    clock.forward(15 * MINUTE - 1)
    expect((await alice.visit()).head.names).toEqual([])
    told()
    clock.forward(1)
    const before = alice.token
    const { head, session } = await alice.visit()
    expect(head.cookies).toHaveLength(1)
    expect(alice.token).not.toBe(before)
    expect(session.userId).toBe('alice')
    expect(told()).toEqual(['session-renewed'])
    expect((await alice.visit()).head.names).toEqual([])
  })

  it('of fifty requests at once ends with one token, in every order of arrival (P3)', async () => {
    const { signedIn, clock, told } = world()
    const alice = await signedIn()
    clock.forward(15 * MINUTE)
    const burst = await Promise.all(Array.from({ length: 50 }, () => alice.request()))
    expect(burst.every(({ session }) => session.userId === 'alice')).toBe(true)
    const tokens = new Set(burst.flatMap(({ head }) => head.cookies))
    expect(tokens.size).toBe(1)
    for (const exchange of burst.toReversed()) exchange.deliver()
    told()
    expect((await alice.visit()).session.userId).toBe('alice')
    expect(told()).toEqual([])
  })

  it('whose answer is lost is handed out again, and counted in rounds, until it arrives', async () => {
    const { signedIn, clock, events } = world()
    const alice = await signedIn()
    clock.forward(15 * MINUTE)
    const lost = await alice.request()
    for (let round = 1; round <= 8; round++) {
      clock.forward(OVERLAP)
      const again = await alice.request()
      expect(again.session.userId).toBe('alice')
      expect(again.head.cookies[0]?.split(';')[0]).toBe(lost.head.cookies[0]?.split(';')[0])
      expect(events.at(-1)).toMatchObject({ type: 'session-reissued', round })
    }
    await alice.visit()
    expect((await alice.visit()).head.names).toEqual([])
  })

  it('serves the old token for the overlap after the new one was seen, and ends the session after it', async () => {
    const { signedIn, clock } = world()
    const alice = await signedIn()
    const tab = alice.thief()
    clock.forward(15 * MINUTE)
    await alice.visit()
    await alice.visit()
    clock.forward(OVERLAP - 1)
    const inTime = await tab.visit()
    expect(inTime.session.userId).toBe('alice')
    expect(inTime.head.names).toEqual([])
    clock.forward(1)
    expect((await tab.visit()).session).toMatchObject({ userId: null, endedBecause: 'token-reused' })
    expect((await alice.visit()).session.endedBecause).toBe('token-reused')
  })

  it('recognises a token of long ago, however many renewals and re-keyings lie between (P4)', async () => {
    const { signedIn, clock, events } = world({ absoluteTimeout: '30d' })
    const alice = await signedIn()
    const thief = alice.thief()
    thief.jar.plant(SESSION, alice.token ?? '')
    for (let i = 0; i < 40; i++) {
      clock.forward(20 * MINUTE)
      await alice.visit((session) => (i % 5 === 0 ? session.regenerate() : undefined))
      clock.forward(MINUTE)
      await alice.visit()
    }
    clock.forward(HOUR / 4)
    expect((await thief.visit()).session.endedBecause).toBe('token-reused')
    expect(events.find(({ type }) => type === 'token-reused')).toMatchObject({ presentedGeneration: 0 })
  })

  it('survives a store that lost it: the client’s newer token moves the record forward', async () => {
    const { signedIn, clock, watched, told } = world()
    const alice = await signedIn()
    const { id } = (await alice.visit()).session
    clock.forward(15 * MINUTE)
    const lost = await watched.memory.read(id ?? '')
    await alice.visit()
    await alice.visit()
    const now = await watched.memory.read(id ?? '')
    if (lost && now) await watched.memory.replace({ ...lost, revision: 'restored' }, now.revision, clock.time)
    told()
    expect((await alice.visit()).session.userId).toBe('alice')
    expect(told()).toEqual(['session-advanced'])
    expect((await alice.visit()).head.names).toEqual([])
  })

  it('does not happen, nor anything else of it, where no token can be delivered', async () => {
    const { signedIn, sessions, clock, watched, told } = world({ idleTolerance: '25m', idleTimeout: '1h' })
    const alice = await signedIn()
    clock.forward(16 * MINUTE)
    told()
    watched.taken()
    const sent = new TestHead()
    sent.sent = true
    const cookie = `${SESSION}=${alice.token}`
    const carrier = carrierFor(cookie, {}, sent)
    const { response: _, ...without } = carrier
    expect((await sessions.open(carrier)).userId).toBe('alice')
    expect((await sessions.open(without)).userId).toBe('alice')
    expect((await sessions.view(carrierFor(cookie, {}, new TestHead()))).userId).toBe('alice')
    expect(watched.taken()).toEqual(['read', 'read', 'read'])
    expect(told()).toEqual([])
  })

  it('judges the presented token again when another server was faster', async () => {
    const { signedIn, clock, watched, told } = world()
    const alice = await signedIn()
    clock.forward(15 * MINUTE)
    const tab = alice.thief()
    watched.once('replace', async () => {
      await tab.visit()
      await tab.visit()
    })
    told()
    const { session, head } = await alice.visit()
    expect(session.userId).toBe('alice')
    // The other tab has confirmed the successor already, and shares the jar of the same browser.
    expect(head.names).toEqual([])
    expect(told()).toEqual(['session-renewed'])
  })

  it('does not accuse a request that was merely slow: after a conflict nobody is', async () => {
    const { signedIn, clock, watched, told } = world()
    const alice = await signedIn()
    clock.forward(15 * MINUTE)
    const tab = alice.thief()
    watched.once('replace', async () => {
      await tab.visit()
      await tab.visit()
      clock.forward(5 * MINUTE)
    })
    told()
    const { session, head } = await alice.visit()
    expect(session.userId).toBe('alice')
    expect(head.names).toEqual([])
    expect(told()).not.toContain('token-reused')
    expect((await tab.visit()).session.userId).toBe('alice')
  })

  it('ends nothing for a token that was guessed or garbled', async () => {
    const { signedIn, browser, told, watched } = world()
    const alice = await signedIn()
    const token = alice.token ?? ''
    told()
    watched.taken()
    for (let at = 0; at < token.length; at++) {
      const forger = browser()
      const flipped = token[at] === 'A' ? 'B' : 'A'
      forger.jar.plant(SESSION, token.slice(0, at) + flipped + token.slice(at + 1))
      const { session, head } = await forger.visit()
      expect(session).toMatchObject({ state: 'none', userId: null, endedBecause: null })
      expect(head.names).toEqual([])
    }
    expect(new Set(watched.taken())).toEqual(new Set(['read']))
    expect(told()).toEqual([])
    expect((await alice.visit()).session.userId).toBe('alice')
  })

  it('of two browsers with one stolen jar is found out, whoever comes first', async () => {
    for (const thiefFirst of [true, false]) {
      const { signedIn, clock, sessions } = world({ absoluteTimeout: '2d' })
      const alice = await signedIn()
      const thief: Browser = alice.thief()
      let found = false
      for (let i = 0; i < 12 && !found; i++) {
        clock.forward(10 * MINUTE)
        const order = thiefFirst ? [thief, alice] : [alice, thief]
        for (const browser of order) {
          const { session } = await browser.visit()
          found ||= session.endedBecause === 'token-reused'
          clock.forward(MINUTE)
          await browser.visit()
        }
      }
      expect(found).toBe(true)
      expect(await sessions.list('alice')).toEqual([])
    }
  })
})
