import { describe, expect, it } from 'vitest'
import { world } from './support/world.ts'

interface Cart {
  readonly items?: readonly string[]
}

const carry = (guest: Cart): Cart => guest
const add =
  (item: string) =>
  ({ items = [] }: Cart): Cart => ({ items: [...items, item] })

/** A guest with tea, and two logins under way that have read it. */
async function twoLogins() {
  const app = world<Cart>()
  const person = app.browser()
  await person.visit((session) => session.update(add('tea')))
  const [tab, first, second] = [await person.request(), await person.request(), await person.request()]
  return { app, person, tab, first, second }
}

describe('two logins with one guest cookie', () => {
  it('both carry what the guest had, when nothing was written in between', async () => {
    const { person, first, second } = await twoLogins()
    for (const { session, deliver } of [first, second]) {
      await session.login('alice', { carry })
      expect(session.data).toEqual({ items: ['tea'] })
      deliver()
      expect((await person.visit()).session.data).toEqual({ items: ['tea'] })
    }
  })

  it('the one that has read less than the other took over is told to come again, and leaves nothing (P6)', async () => {
    const { app, person, tab, first, second } = await twoLogins()
    await tab.session.update(add('milk'))
    await first.session.login('alice', { carry })
    first.deliver()
    await expect(second.session.login('alice', { carry })).rejects.toMatchObject({
      code: 'sess/superseded',
      status: 409,
    })
    expect(second.head.names).toEqual([])
    expect(await app.sessions.list('alice')).toHaveLength(1)
    expect((await person.visit()).session.data).toEqual({ items: ['tea', 'milk'] })
  })

  it('carries nothing of a guest that has logged out since', async () => {
    const { tab, first } = await twoLogins()
    await tab.session.logout()
    await first.session.login('alice', { carry })
    expect(first.session.data).toEqual({})
  })

  it('without carry() it makes no difference', async () => {
    const { app, tab, first, second } = await twoLogins()
    await tab.session.update(add('milk'))
    await first.session.login('alice', { carry })
    app.watched.taken()
    await second.session.login('alice')
    expect(app.watched.taken()).toEqual(['create'])
    expect(second.session.data).toEqual({})
  })
})
