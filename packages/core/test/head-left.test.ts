import { describe, expect, it } from 'vitest'
import { world } from './support/world.ts'

describe('when the head leaves while the store is at work', () => {
  it('the session that a login has made is ended, for nobody can ever have its token', async () => {
    const { signedIn, sessions, events, watched } = world()
    const alice = await signedIn()
    await alice.visit(async (session, { head }) => {
      watched.once('create', () => {
        head.sent = true
      })
      await expect(session.login('alice')).rejects.toMatchObject({
        code: 'sess/headers-sent',
        written: true,
        message: expect.stringMatching(/while login\(\).*ended/),
      })
      expect(session).toMatchObject({ state: 'none', userId: null, id: null })
    })
    expect(await sessions.list('alice')).toEqual([])
    expect(events.at(-1)).toMatchObject({ type: 'session-ended' })
  })

  it('so is the one that a guest’s first write has made', async () => {
    const { browser, events, watched } = world()
    await browser().visit(async (session, { head }) => {
      watched.once('create', () => {
        head.sent = true
      })
      await expect(session.update({ n: 1 })).rejects.toMatchObject({
        code: 'sess/headers-sent',
        message: expect.stringMatching(/while update\(\).*ended/),
      })
      expect(session).toMatchObject({ state: 'none', id: null })
    })
    expect(events.map(({ type }) => type)).toEqual(['session-created', 'session-ended'])
  })
})

describe('when the answer to a create is lost', () => {
  it('it is asked once more, and a login leaves one session, within its limit', async () => {
    const { browser, signedIn, sessions, watched } = world({ limit: { max: 2, overflow: 'reject' } })
    await signedIn()
    const person = browser()
    watched.taken()
    watched.after = () => {
      watched.after = () => {}
      throw new Error('read ECONNRESET')
    }
    await person.visit((session) => session.login('alice'))
    expect(watched.taken()).toEqual(['create', 'create'])
    expect(await sessions.list('alice')).toHaveLength(2)
    expect((await person.visit()).session.userId).toBe('alice')
  })

  it('a guest’s first write makes one guest', async () => {
    const { browser, watched, told } = world()
    const person = browser()
    watched.after = () => {
      watched.after = () => {}
      throw new Error('read ECONNRESET')
    }
    await person.visit((session) => session.update({ n: 1 }))
    expect(told()).toEqual(['session-created'])
    expect(JSON.parse(watched.memory.dump()).records).toHaveLength(1)
    expect((await person.visit()).session.data).toEqual({ n: 1 })
  })

  it('and lost again, the failure of the first time is told', async () => {
    const { browser, watched } = world()
    let times = 0
    watched.after = () => {
      throw new Error(`lost ${++times}`)
    }
    const { session } = await browser().request()
    await expect(session.login('alice')).rejects.toMatchObject({
      code: 'sess/store-unavailable',
      cause: { message: 'lost 1' },
    })
    expect(watched.taken()).toEqual(['create', 'create'])
  })
})

it('a create in a transaction is asked once: after a failure the transaction may be over', async () => {
  const { browser, watched } = world()
  watched.before = () => Promise.reject(new Error('deadlock detected'))
  await browser().visit(async (session) => {
    const failing = session.transaction((within) => within(watched.store).login('alice'))
    await expect(failing).rejects.toThrow('deadlock detected')
  })
  expect(watched.taken()).toEqual(['create'])
})
