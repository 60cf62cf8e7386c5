import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { world } from './support/world.ts'

describe('data without a schema', () => {
  it('is any JSON object, and comes back as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (data) => {
        const { browser } = world()
        const guest = browser()
        await guest.visit((session) => session.update(() => data))
        expect(JSON.stringify((await guest.visit()).session.data)).toBe(
          JSON.stringify(JSON.parse(JSON.stringify(data))),
        )
      }),
      { numRuns: 100 },
    )
  })

  it('may have a key named __proto__, which pollutes nothing', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    const hostile = JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}')
    await alice.visit((session) => session.update(hostile))
    await alice.visit((session) => session.update({ n: 1 }))
    const { data } = (await alice.visit()).session
    expect(data.admin).toBeUndefined()
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
    expect(Object.keys(data).toSorted()).toEqual(['__proto__', 'constructor', 'n'])
  })

  it('drops what JSON drops, and keeps what it makes of the rest, already in the same request', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    const { session } = await alice.visit((session) =>
      session.update({
        gone: undefined,
        fn: () => 1,
        at: new Date(0),
        nan: Number.NaN,
        map: new Map([[1, 2]]),
      }),
    )
    const stored = { at: '1970-01-01T00:00:00.000Z', nan: null, map: {} }
    expect(session.data).toEqual(stored)
    expect((await alice.visit()).session.data).toEqual(stored)
  })

  it('a patch with undefined removes the key', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    await alice.visit((session) => session.update({ a: 1, b: 2 }))
    await alice.visit((session) => session.update({ a: undefined }))
    expect((await alice.visit()).session.data).toEqual({ b: 2 })
  })

  const circular: Record<string, unknown> = {}
  circular.self = circular

  it.each([
    ['BigInt', { n: 1n }],
    ['a circle', circular],
    ['null', null],
    ['a text', 'text'],
    ['a number', 5],
    ['a list', []],
    ['nothing', undefined],
    ['a promise', Promise.resolve({})],
    ['a date', new Date(0)],
    ['what says it is a text', { toJSON: () => 'text' }],
    ['what says it is a list', { toJSON: () => [] }],
    ['what says it is nothing', { toJSON: () => undefined }],
    ['a map', new Map()],
    ['a set', new Set()],
  ])('that is %s is a TypeError, and nothing is written', async (_, value) => {
    const { signedIn, watched, browser } = world()
    const alice = await signedIn()
    await alice.visit((session) => session.update({ kept: 1 }))
    watched.taken()
    await alice.visit(async (session) => {
      await expect(session.update(() => value as never)).rejects.toThrow(TypeError)
      expect(session.data).toEqual({ kept: 1 })
    })
    await browser().visit((session) =>
      expect(session.update(() => value as never)).rejects.toThrow(TypeError),
    )
    expect(watched.taken()).toEqual(['read'])
    expect((await alice.visit()).session.data).toEqual({ kept: 1 })
  })

  it.each([null, 'text', 5, [], undefined])('a patch that is %j is a TypeError', async (patch) => {
    const { signedIn } = world()
    const alice = await signedIn()
    await alice.visit((session) => expect(session.update(patch as never)).rejects.toThrow(TypeError))
  })

  it('what an asynchronous function promises is not written', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    const change = (async () => ({ n: 1 })) as never
    await alice.visit((session) => expect(session.update(change)).rejects.toThrow(/synchronous/))
  })

  it('an asynchronous function that fails later disturbs nobody', async () => {
    const { browser, signedIn } = world()
    const failed: unknown[] = []
    const note = (error: unknown) => failed.push(error)
    process.on('unhandledRejection', note)
    try {
      // Writing to what is frozen is the likeliest mistake, and here it comes out as a rejection.
      const change = (async (data: Record<string, unknown>) => Object.assign(data, { n: 1 })) as never
      const alice = await signedIn()
      await alice.visit((session) => expect(session.update(change)).rejects.toThrow(/synchronous/))
      const guest = browser()
      await guest.visit((session) => session.update({ cart: 1 }))
      await guest.visit((session) =>
        expect(session.login('bob', { carry: change })).rejects.toThrow(/synchronous/),
      )
      // Node tells of a rejection that nobody handles once the microtasks are done.
      await new Promise((resolve) => setImmediate(resolve))
    } finally {
      process.off('unhandledRejection', note)
    }
    expect(failed).toEqual([])
  })

  it('is a frozen snapshot, all the way down', async () => {
    const { signedIn } = world<{ cart?: { items: string[] } }>()
    const alice = await signedIn()
    const mine = { items: ['tea'] }
    await alice.visit(async (session) => {
      await session.update({ cart: mine })
      expect(() => session.data.cart?.items.push('milk')).toThrow(TypeError)
      expect(() => Object.assign(session.data, { cart: null })).toThrow(TypeError)
      const before = session.data
      await session.update({ cart: { items: [] } })
      expect(before).toEqual({ cart: { items: ['tea'] } })
      expect(session.data).toEqual({ cart: { items: [] } })
    })
    mine.items.push('still the caller’s own')
  })
})
