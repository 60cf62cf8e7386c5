import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import { type Browser, carrierFor, type Exchange, SESSION, TestHead } from './support/browser.ts'
import { MINUTE } from './support/clock.ts'
import { Witness } from './support/witness.ts'
import { world } from './support/world.ts'

/** A small deterministic source of choices: the same story every time. */
function chooser(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Step = (session: Exchange<Record<string, unknown>>['session']) => Promise<unknown>

const STEPS: readonly Step[] = [
  (session) => session.update({ n: Math.PI }),
  (session) => session.update((data) => ({ ...data, more: true })),
  (session) => session.update(() => ({ big: 1n })),
  (session) => session.login('alice', { carry: (guest) => guest, amr: ['pwd'] }),
  (session) => session.login('bob', { amr: ['pwd'] }),
  (session) => session.login('alice', { endOthers: true }),
  (session) => session.login('', {}),
  (session) => session.reauthenticate({ acr: 'aal2', acrFor: '5m' }),
  (session) => session.regenerate(),
  (session) => session.credentialsChanged(),
  (session) => session.list(),
  (session) => session.revokeOthers(),
  (session) => session.revoke(session.id ?? ''),
  (session) => session.logout(),
  async () => {},
  async () => {},
  async () => {},
]

describe('no token is ever said or stored (P1)', () => {
  it.each([1, 2])('in a long life of many, with failures: story %i', async (seed) => {
    const choose = chooser(seed)
    const witness = new Witness()
    const app = world({
      onEvent: (event) => witness.hears('an event', event),
      limit: { max: 2, overflow: 'reject' },
      groups: { device: { carrier: 'bearer' } },
    })
    witness.hears('the facade', app.sessions)
    const people: Browser[] = [app.browser(), app.browser(), app.browser()]
    app.watched.after = (verb) => {
      if (choose(40) === 0) throw new Error(`the answer to ${verb} is lost`)
    }
    for (let i = 0; i < 250; i++) {
      app.clock.forward(choose(4) === 0 ? choose(20 * MINUTE) : choose(5000))
      const person = people[choose(people.length)] as Browser
      try {
        const exchange = await person.request({
          address: '203.0.113.7',
          headers: { 'user-agent': 'Taint/1' },
        })
        witness.hears('a session as it was opened', exchange.session)
        if (choose(30) === 0) exchange.head.sent = true
        try {
          witness.hears('a result', await STEPS[choose(STEPS.length)]?.(exchange.session))
        } finally {
          witness.hears('a session afterwards', exchange.session)
          witness.hears('what is in it', { ...exchange.session.data, id: exchange.session.id })
          witness.cookies(exchange.head.cookies)
          if (choose(6) !== 0) exchange.deliver()
        }
        if (choose(25) === 0) people[choose(people.length)] = person.thief()
        if (choose(25) === 0) {
          const { token, id } = await app.sessions.issue('alice', {
            group: 'device',
            authenticatedAt: app.clock.time,
          })
          witness.tokens.add(token)
          const headers = { authorization: `Bearer ${token}` }
          const session = await app.sessions.open(carrierFor(undefined, { headers }, new TestHead()))
          witness.hears('a bearer session', session)
          await session.regenerate().catch((error: unknown) => witness.hears('an error', error))
          await app.sessions.revoke(id)
        }
      } catch (error) {
        witness.hears('an error', error)
      }
      if (i % 5 === 0) witness.reads(app.watched.memory.dump())
    }
    witness.hears('the lists', await app.sessions.list('alice'))
    witness.reads(app.watched.memory.dump())

    expect(witness.tokens.size).toBeGreaterThan(40)
    expect(witness.statements).toBeGreaterThan(400)
    expect(witness.findings()).toEqual([])
  })

  it('the witness finds a token, and its secret alone, wherever it is said', async () => {
    const app = world()
    const token = (await app.signedIn()).token ?? ''
    const secret = Buffer.from(token, 'base64url').subarray(19, 51)
    for (const value of [
      token,
      { deep: { cookie: `${SESSION}=${token}` } },
      new Error(token),
      new Error('x', { cause: { secret: secret.toString('hex') } }),
      { secret: secret.toString('base64') },
      { secret: new Uint8Array(secret) },
      { secret },
      Object.defineProperty({}, 'hidden', { value: token }),
    ]) {
      const witness = new Witness()
      witness.tokens.add(token)
      witness.hears('here', value)
      expect(witness.findings()).not.toEqual([])
    }
  })
})

describe('a full dump of the store', () => {
  it('makes no token: neither of what is in it, nor with a secret of one’s own', async () => {
    const app = world()
    const alice = await app.signedIn()
    const { records } = JSON.parse(app.watched.memory.dump()) as { records: { id: string; auth: string }[] }
    const { id = '', auth = '' } = records.find(({ auth }) => auth !== '') ?? {}
    const [secretHash, proofKey, generation] = JSON.parse(auth.slice(1)) as [string, string, number]
    const key = Buffer.from(proofKey, 'base64url')
    const secrets = [
      Buffer.from(secretHash, 'base64url'),
      key,
      Buffer.alloc(32),
      sha256(key),
      sha256(Buffer.alloc(32)),
    ]
    for (const secret of secrets) {
      for (const claimed of [generation, generation + 1]) {
        const body = Buffer.alloc(55)
        body[0] = 1
        body.set(Buffer.from(id, 'base64url'), 1)
        body.set(secret, 19)
        body.writeUInt32BE(claimed, 51)
        const proof = hmac(sha256, key, Buffer.concat([Buffer.from('sess/proof'), body]))
        const forged = Buffer.concat([body, proof]).toString('base64url')
        expect(forged).toHaveLength(116)
        const carrier = carrierFor(`${SESSION}=${forged}`, {}, new TestHead())
        expect((await app.sessions.open(carrier)).userId).toBeNull()
      }
    }
    // The same construction with the true secret is the true token: so the forgeries failed for want of it alone.
    const bytes = Buffer.from(alice.token ?? '', 'base64url')
    const proof = hmac(sha256, key, Buffer.concat([Buffer.from('sess/proof'), bytes.subarray(0, 55)]))
    expect(Buffer.from(proof)).toEqual(bytes.subarray(55))
  })
})
