import { describe, expect, it } from 'vitest'
import { type Session, SupersededError } from '../src/index.ts'
import { MINUTE, SECOND } from './support/clock.ts'
import { world } from './support/world.ts'

const METHODS = [
  ['reauthenticate', 'reauthenticated'],
  ['regenerate', 'regenerated'],
  ['credentialsChanged', 'credentials-changed'],
] as const

/** Every method but logout, one that writes first: from then on the request knows. */
const everyMethod = (session: Session): readonly (() => Promise<unknown>)[] => [
  () => session.update({ evil: 1 }),
  () => session.update((data) => ({ ...data, evil: 1 })),
  () => session.reauthenticate({ acr: 'aal3' }),
  () => session.regenerate(),
  () => session.credentialsChanged(),
  () => session.login('alice'),
  () => session.list(),
  () => session.revokeOthers(),
  () => session.revoke('x'),
]

describe.each(METHODS)('%s', (method, why) => {
  const rekey = (session: Session) => session[method]()

  it('gives a new token and keeps the session', async () => {
    const { signedIn, events } = world()
    const alice = await signedIn()
    await alice.visit((session) => session.update({ n: 1 }))
    const before = alice.token
    const { session, head } = await alice.visit(rekey)
    expect(head.cookies).toHaveLength(1)
    expect(alice.token).not.toBe(before)
    expect(events.at(-1)).toMatchObject({
      type: 'session-rekeyed',
      why,
      ref: { id: session.id, userId: 'alice' },
    })
    expect((await alice.visit()).session).toMatchObject({
      state: 'user',
      id: session.id,
      userId: 'alice',
      data: { n: 1 },
    })
  })

  it('kills the old token at once, without an alarm while requests may be in flight (P2)', async () => {
    const { signedIn, clock, told } = world()
    const alice = await signedIn()
    const late = alice.thief()
    await alice.visit(rekey)
    await alice.visit()
    told()
    clock.forward(31 * SECOND)
    const { session, head } = await late.visit((session) => session.list().catch((error: unknown) => error))
    expect(session).toMatchObject({
      state: 'superseded',
      id: null,
      userId: null,
      authTime: null,
      acr: null,
      amr: [],
      data: {},
      createdAt: null,
      expiresAt: null,
      endedBecause: null,
    })
    expect(head.names).toEqual([])
    expect(told()).toEqual([])
    expect((await alice.visit()).session.userId).toBe('alice')
  })

  it('leaves nothing to do for the old token but to log out', async () => {
    const { signedIn, watched } = world()
    const alice = await signedIn()
    const late = alice.thief()
    await alice.visit(rekey)
    watched.taken()
    const { head } = await late.visit(async (session) => {
      for (const run of everyMethod(session)) await expect(run()).rejects.toThrow(SupersededError)
    })
    expect(head.names).toEqual([])
    expect(watched.taken()).toEqual(['read'])
    expect((await alice.visit()).session).toMatchObject({ userId: 'alice', data: {} })
  })

  it('ends the session when the old token comes back later (P4)', async () => {
    const { signedIn, clock, events } = world()
    const alice = await signedIn()
    const thief = alice.thief()
    clock.forward(MINUTE)
    await alice.visit(rekey)
    await alice.visit()
    clock.forward(2 * MINUTE)
    expect((await thief.visit()).session).toMatchObject({ state: 'none', endedBecause: 'token-reused' })
    expect((await alice.visit()).session).toMatchObject({ state: 'none', endedBecause: 'token-reused' })
    expect(events.slice(-2)).toMatchObject([
      { type: 'token-reused', presentedGeneration: 0, generation: 1 },
      { type: 'session-ended', reason: 'token-reused' },
    ])
  })

  it('is not seen by a request that was running: it can do nothing with the session any more', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    const running = await alice.request()
    await alice.visit(rekey)
    for (const run of everyMethod(running.session)) await expect(run()).rejects.toThrow(SupersededError)
    expect(running.head.names).toEqual([])
  })

  it('keeps what another request wrote meanwhile', async () => {
    const { signedIn, watched } = world()
    const alice = await signedIn()
    const tab = await alice.request()
    await alice.visit((session) => {
      watched.once('replace', () => tab.session.update({ kept: true }))
      return rekey(session)
    })
    expect((await alice.visit()).session.data).toEqual({ kept: true })
  })

  it('of two at once one wins, and the other is told to retry', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    const [one, two] = await Promise.all([alice.request(), alice.request()])
    const results = await Promise.allSettled([rekey(one.session), rekey(two.session)])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const [winner, loser] = results[0]?.status === 'fulfilled' ? [one, two] : [two, one]
    expect(loser.head.names).toEqual([])
    loser.deliver()
    winner.deliver()
    expect((await alice.visit()).session.userId).toBe('alice')
  })

  it('cannot be where the head has been sent, and then nothing has changed', async () => {
    const { signedIn, sessions } = world()
    const [alice, phone] = [await signedIn(), await signedIn()]
    await alice.visit(async (session, { head }) => {
      head.sent = true
      await expect(rekey(session)).rejects.toMatchObject({ code: 'sess/headers-sent', written: false })
    })
    expect((await alice.visit()).session.userId).toBe('alice')
    expect((await phone.visit()).session.userId).toBe('alice')
    expect(await sessions.list('alice')).toHaveLength(2)
  })

  it('that loses its answer means signing in again, quietly', async () => {
    const { signedIn, clock, told } = world()
    const alice = await signedIn()
    await rekey((await alice.request()).session)
    expect((await alice.visit()).session.state).toBe('superseded')
    clock.forward(2 * MINUTE)
    told()
    expect((await alice.visit()).session).toMatchObject({ state: 'none', endedBecause: 'rekeying-lost' })
    expect(told()).toEqual(['session-ended'])
  })

  it('twice in one request hands out the last token, in one cookie', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    const { head } = await alice.visit(async (session) => {
      await rekey(session)
      await rekey(session)
    })
    expect(head.cookies).toHaveLength(1)
    expect((await alice.visit()).session.userId).toBe('alice')
  })

  it('of a session that ended meanwhile fails, and brings nothing back (P5)', async () => {
    const { signedIn, sessions } = world()
    const alice = await signedIn()
    const running = await alice.request()
    await sessions.revokeAll('alice')
    await expect(rekey(running.session)).rejects.toMatchObject({ reason: 'revoked-by-administrator' })
    expect(running.head.names).toEqual([])
    expect(await sessions.list('alice')).toEqual([])
  })
})
