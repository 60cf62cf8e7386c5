import { describe, expect, it } from 'vitest'
import { SessionEndedError, SupersededError } from '../src/index.ts'
import { world } from './support/world.ts'

describe('update', () => {
  it('merges a patch, and applies a function to what is there', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    const { session } = await alice.visit(async (session) => {
      await session.update({ a: 1, b: 1 })
      await session.update({ b: 2 })
      expect(session.data).toEqual({ a: 1, b: 2 })
      await session.update(({ a }) => ({ a: Number(a) + 1 }))
    })
    expect(session.data).toEqual({ a: 2 })
    expect((await alice.visit()).session.data).toEqual({ a: 2 })
  })

  it('loses no write of fifty that run at once, whatever they are made of (P6)', async () => {
    const { signedIn } = world<{ list?: readonly number[] } & Record<string, unknown>>()
    const alice = await signedIn()
    const exchanges = await Promise.all(Array.from({ length: 50 }, () => alice.request()))
    await Promise.all(
      exchanges.map(({ session }, i) =>
        i % 2 === 0
          ? session.update({ [`key${i}`]: i })
          : session.update((data) => ({ ...data, list: [...(data.list ?? []), i] })),
      ),
    )
    const { data } = (await alice.visit()).session
    expect([...(data.list ?? [])].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 25 }, (_, i) => 2 * i + 1),
    )
    expect(Object.keys(data).filter((key) => key.startsWith('key'))).toHaveLength(25)
  })

  it('applies the function again to what another request wrote meanwhile', async () => {
    const { signedIn, watched } = world<{ n?: number }>()
    const alice = await signedIn()
    const other = await alice.request()
    const seen: (number | undefined)[] = []
    await alice.visit(async (session) => {
      watched.once('replace', () => other.session.update({ n: 10 }))
      await session.update(({ n }) => {
        seen.push(n)
        return { n: (n ?? 0) + 1 }
      })
      expect(session.data).toEqual({ n: 11 })
    })
    expect(seen).toEqual([undefined, 10])
  })

  it('writes nothing that changes nothing', async () => {
    const { signedIn, watched } = world()
    const alice = await signedIn()
    await alice.visit(async (session) => {
      await session.update({ a: 1 })
      watched.taken()
      await session.update({ a: 1 })
      await session.update((data) => data)
    })
    expect(watched.taken()).toEqual([])
  })

  it('needs no cookie of a signed-in user, so it works when the head has been sent', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    await alice.visit(async (session, { head }) => {
      head.sent = true
      await session.update({ late: true })
    })
    expect((await alice.visit()).session.data).toEqual({ late: true })
  })

  it('fails as superseded when the session was re-keyed meanwhile, and has written nothing', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    const running = await alice.request()
    await alice.visit((session) => session.regenerate())
    await expect(running.session.update({ evil: true })).rejects.toThrow(SupersededError)
    expect(running.session).toMatchObject({ state: 'superseded', userId: null, id: null, data: {} })
    expect(running.head.cookies).toEqual([])
    expect((await alice.visit()).session.data).toEqual({})
  })

  it('is still served after a renewal in another request', async () => {
    const { signedIn, clock } = world()
    const alice = await signedIn()
    const running = await alice.request()
    clock.forward(15 * 60_000)
    const renewed = await alice.visit()
    expect(renewed.head.cookies).toHaveLength(1)
    await running.session.update({ kept: true })
    expect((await alice.visit()).session.data).toEqual({ kept: true })
  })

  it.each(['logout', 'revoked-by-administrator', 'compromised'] as const)(
    'fails as ended after %s meanwhile, and it stays ended (P5)',
    async (reason) => {
      const { signedIn, sessions } = world()
      const alice = await signedIn()
      const running = await alice.request()
      await sessions.revoke(running.session.id ?? '', { reason })
      await expect(running.session.update({ evil: true })).rejects.toMatchObject({
        code: 'sess/ended',
        status: 401,
        reason,
      })
      expect(running.session).toMatchObject({ state: 'none', userId: null, endedBecause: reason })
      expect((await alice.visit()).session).toMatchObject({ state: 'none', endedBecause: reason })
    },
  )

  it('fails as ended when the session expired while the handler ran', async () => {
    const { signedIn, clock } = world({ idleTimeout: '10m' })
    const alice = await signedIn()
    const running = await alice.request()
    clock.forward(11 * 60_000)
    await expect(running.session.update({ late: true })).rejects.toMatchObject({ reason: 'idle-timeout' })
  })

  it('fails as ended, without a reason, where the store has forgotten the session', async () => {
    const { signedIn, sessions, watched, clock } = world({ idleTimeout: '10m' })
    const alice = await signedIn()
    const running = await alice.request()
    await sessions.revokeAll('alice')
    await watched.memory.sweep(clock.time + 100 * 86_400_000, 100)
    const error = await running.session.update({ late: true }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(SessionEndedError)
    expect(error).toMatchObject({ reason: null })
  })

  it('gives up after a bounded number of attempts, with an error that says so', async () => {
    const { signedIn, watched } = world()
    const alice = await signedIn()
    const running = await alice.request()
    const other = await alice.request()
    let n = 0
    const interfere = () => {
      watched.before = async (verb) => {
        if (verb !== 'replace') return
        watched.before = () => {}
        await other.session.update({ n: n++ })
        interfere()
      }
    }
    interfere()
    await expect(running.session.update({ mine: 1 })).rejects.toMatchObject({
      code: 'sess/contention',
      status: 503,
    })
    watched.before = () => {}
    expect((await alice.visit()).session.data).not.toHaveProperty('mine')
  })

  it('takes a repeated answer for what it is: our own write had landed', async () => {
    const { signedIn, watched } = world<{ n?: number }>()
    const alice = await signedIn()
    const { memory, store } = watched
    // A store that sends a command again because the first answer was lost.
    store.replace = async (...args) => {
      await memory.replace(...args)
      return memory.replace(...args)
    }
    await alice.visit((session) => session.update(({ n = 0 }) => ({ n: n + 1 })))
    expect((await alice.visit()).session.data).toEqual({ n: 1 })
  })
})
