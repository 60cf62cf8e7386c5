import { describe, expect, it } from 'vitest'
import { world } from './support/world.ts'

describe('credentialsChanged', () => {
  it('ends all others and re-keys this one', async () => {
    const { signedIn, told } = world()
    const [laptop, phone] = [await signedIn(), await signedIn()]
    const stolen = laptop.thief()
    told()
    await laptop.visit((session) => session.credentialsChanged())
    expect(told()).toEqual(['session-ended', 'session-rekeyed'])
    expect((await phone.visit()).session.endedBecause).toBe('credentials-changed')
    expect((await stolen.visit()).session.state).toBe('superseded')
    expect((await laptop.visit()).session.userId).toBe('alice')
  })

  it('that fails half-way has ended the others, and can be repeated', async () => {
    const { signedIn, watched, sessions } = world()
    const [laptop, phone] = [await signedIn(), await signedIn()]
    const before = laptop.token
    watched.once('replace', () => Promise.reject(new Error('gone')))
    await laptop.visit(async (session, { head }) => {
      await expect(session.credentialsChanged()).rejects.toMatchObject({ code: 'sess/store-unavailable' })
      expect(head.names).toEqual([])
      expect(await sessions.list('alice')).toHaveLength(1)
      await session.credentialsChanged()
    })
    expect(laptop.token).not.toBe(before)
    expect((await laptop.visit()).session.userId).toBe('alice')
    expect((await phone.visit()).session.userId).toBeNull()
  })
})
