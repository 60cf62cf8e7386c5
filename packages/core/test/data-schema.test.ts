import type { StandardSchemaV1 } from '@standard-schema/spec'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { InvalidDataError } from '../src/index.ts'
import { world } from './support/world.ts'

const Cart = z.object({
  items: z.array(z.string()).default([]),
  note: z.string().max(5).optional(),
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

  it('that changes its own result each time is refused at the write', async () => {
    const schema = z.object({
      n: z
        .number()
        .transform((n) => n + 1)
        .optional(),
    })
    const { signedIn, watched } = world({ data: schema })
    const alice = await signedIn()
    watched.taken()
    await alice.visit(async (session) => {
      const writing = session.update({ n: 1 })
      await expect(writing).rejects.toThrow(TypeError)
      await expect(writing).rejects.toThrow(/each time it reads it/)
    })
    expect(watched.taken()).toEqual(['read'])
  })

  it('that became stricter keeps nobody out: nothing of the guest is carried, and an event says so', async () => {
    const app = world()
    const guest = app.browser()
    await guest.visit((session) => session.update({ items: 5 }))
    const later = world({ data: Cart, store: app.watched.store, now: app.clock.now })
    const browser = later.browser()
    browser.jar.takeOver(guest.jar)
    const { session } = await browser.visit((session) => session.login('alice', { carry: (guest) => guest }))
    expect(session).toMatchObject({ userId: 'alice' })
    expect(session.data).toEqual({ items: [] })
    expect(later.told()).toEqual(['carry-skipped', 'session-ended', 'session-created'])
    expect(later.events[0]).toMatchObject({ error: expect.any(InvalidDataError) })
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
