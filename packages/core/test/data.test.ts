import type { StandardSchemaV1 } from '@standard-schema/spec'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { InvalidDataError } from '../src/index.ts'
import { world } from './support/world.ts'

const Cart = z.object({
  items: z.array(z.string()).default([]),
  note: z.string().max(5).optional(),
})

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

describe('data with a schema', () => {
  it('starts with its defaults, and is checked when it is written', async () => {
    const { signedIn, watched, browser } = world({ data: Cart })
    expect((await browser().visit()).session.data).toEqual({ items: [] })
    const alice = await signedIn()
    expect((await alice.visit()).session.data).toEqual({ items: [] })
    watched.taken()
    await alice.visit(async (session) => {
      const error = await session.update({ note: 'too long' }).catch((error: unknown) => error)
      expect(error).toBeInstanceOf(InvalidDataError)
      expect(error).toMatchObject({ code: 'sess/invalid-data', issues: [{ path: ['note'] }] })
      await expect(session.update({ items: 'x' as never })).rejects.toThrow(InvalidDataError)
      await session.update({ note: 'short' })
    })
    expect(watched.taken()).toEqual(['read', 'replace'])
    expect((await alice.visit()).session.data).toEqual({ items: [], note: 'short' })
  })

  it('says nothing of the values in its error: they may be anything', async () => {
    const { signedIn } = world({ data: Cart })
    const alice = await signedIn()
    await alice.visit(async (session) => {
      const error = await session.update({ note: 'very secret' }).catch((error: unknown) => error)
      expect(JSON.stringify(error) + String(error)).not.toContain('very secret')
    })
  })

  it('checks what carry() makes, and then nobody is signed in', async () => {
    const { browser, sessions } = world({ data: Cart })
    const person = browser()
    await person.visit((session) => session.update({ items: ['tea'] }))
    await person.visit((session) =>
      expect(session.login('alice', { carry: () => ({ items: 5 }) as never })).rejects.toThrow(
        InvalidDataError,
      ),
    )
    expect(await sessions.list('alice')).toEqual([])
    expect((await person.visit()).session.state).toBe('guest')
  })

  it('works with valibot, whose defaults are shared: no session sees another’s', async () => {
    const schema = v.object({ items: v.optional(v.array(v.string()), []), n: v.optional(v.number(), 0) })
    const { signedIn, browser } = world({ data: schema })
    const alice = await signedIn('alice')
    await alice.visit((session) =>
      expect(
        session.update((data) => {
          ;(data.items as string[]).push('of alice')
          return data
        }),
      ).rejects.toThrow(TypeError),
    )
    expect((await browser().visit()).session.data).toEqual({ items: [], n: 0 })
    await alice.visit((session) => session.update(({ items, n }) => ({ items: [...items, 'tea'], n: n + 1 })))
    expect((await alice.visit()).session.data).toEqual({ items: ['tea'], n: 1 })
  })

  it('may turn what is stored into richer values, as long as it reads what it writes', async () => {
    const schema = z.object({ at: z.coerce.date().optional() })
    const { signedIn } = world({ data: schema })
    const alice = await signedIn()
    await alice.visit((session) => session.update({ at: new Date(5) }))
    expect((await alice.visit()).session.data).toEqual({ at: new Date(5) })
    await alice.visit((session) => session.update(({ at }) => ({ at: new Date(Number(at) + 1) })))
    expect((await alice.visit()).session.data.at?.getTime()).toBe(6)
  })

  it.each([
    ['a date that is stored as a text', z.object({ at: z.date().optional() }), { at: new Date(5) }],
    [
      'a number that JSON has not',
      z.object({ n: z.any().refine((n) => n !== null) }).partial(),
      { n: Number.NaN },
    ],
    ['a change of form', z.object({ n: z.string().transform(Number).optional() }), { n: '5' as never }],
  ])('that could be written but not read again is refused at the write: %s', async (_, schema, patch) => {
    const { signedIn, watched } = world<object>({
      data: schema as unknown as StandardSchemaV1<unknown, object>,
    })
    const alice = await signedIn()
    watched.taken()
    await alice.visit((session) => expect(session.update(patch)).rejects.toThrow(/read again/))
    expect(watched.taken()).toEqual(['read'])
    expect((await alice.visit()).session.data).toEqual({})
  })

  it('that became stricter tells so when the old data is read, and the session itself goes on', async () => {
    const app = world()
    const alice = await app.signedIn()
    await alice.visit((session) => session.update({ items: 5 }))
    const later = world({ data: Cart, store: app.watched.store, now: app.clock.now })
    const browser = later.browser()
    browser.jar.takeOver(alice.jar)
    const { session } = await browser.visit((session) => {
      expect(session.userId).toBe('alice')
      expect(() => session.data).toThrow(InvalidDataError)
      return session.logout()
    })
    expect(session.data).toEqual({ items: [] })
  })
})
