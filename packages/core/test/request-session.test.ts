import { describe, expect, it } from 'vitest'
import { GUEST } from './support/browser.ts'
import { world } from './support/world.ts'

describe('methods of one session', () => {
  it('run one after the other, in the order of the calls', async () => {
    const { signedIn } = world<{ list?: readonly string[] }>()
    const alice = await signedIn()
    await alice.visit(async (session) => {
      const push = (word: string) => session.update(({ list = [] }) => ({ list: [...list, word] }))
      await Promise.all([push('a'), session.regenerate(), push('b'), session.reauthenticate(), push('c')])
      expect(session.data).toEqual({ list: ['a', 'b', 'c'] })
    })
    expect((await alice.visit()).session).toMatchObject({ state: 'user', data: { list: ['a', 'b', 'c'] } })
  })

  it('go on after one of them has failed', async () => {
    const { signedIn } = world()
    const alice = await signedIn()
    await alice.visit(async (session) => {
      const failing = session.update(() => {
        throw new Error('mine')
      })
      const following = session.update({ after: true })
      await expect(failing).rejects.toThrow('mine')
      await following
      expect(session.data).toEqual({ after: true })
    })
  })

  it('a login and a write at once: the write lands in the session that the login made', async () => {
    const { browser } = world()
    const person = browser()
    await person.visit((session) => Promise.all([session.login('alice'), session.update({ n: 1 })]))
    expect((await person.visit()).session).toMatchObject({ userId: 'alice', data: { n: 1 } })
    expect(person.jar.get(GUEST)).toBeUndefined()
  })
})
