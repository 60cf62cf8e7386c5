import { describe, expect, it } from 'vitest'
import { MINUTE } from './support/clock.ts'
import { world } from './support/world.ts'

describe('what a proof of identity says', () => {
  it('moves auth_time, and keeps what it leaves open', async () => {
    const { signedIn, clock } = world()
    const alice = await signedIn()
    clock.forward(MINUTE)
    const { session } = await alice.visit((session) => session.reauthenticate({ acr: 'aal2' }))
    expect(session).toMatchObject({ authTime: clock.time, amr: ['pwd'], acr: 'aal2' })
    await alice.visit((session) => session.reauthenticate({ amr: ['webauthn'] }))
    expect((await alice.visit()).session).toMatchObject({ amr: ['webauthn'], acr: 'aal2' })
  })

  it('is left alone by regenerate and credentialsChanged', async () => {
    const { signedIn, clock } = world()
    const alice = await signedIn()
    const { authTime } = (await alice.visit()).session
    clock.forward(MINUTE)
    await alice.visit(async (session) => {
      await session.regenerate()
      await session.credentialsChanged()
    })
    expect((await alice.visit()).session).toMatchObject({ authTime, amr: ['pwd'] })
  })

  it('an elevation lapses by time alone, to what was there before, at the very moment', async () => {
    const { signedIn, clock, watched } = world()
    const alice = await signedIn()
    await alice.visit((session) => session.reauthenticate({ acr: 'aal2' }))
    await alice.visit((session) => session.reauthenticate({ acr: 'aal3', acrFor: '5m' }))
    const { session } = await alice.visit()
    watched.taken()
    clock.forward(5 * MINUTE - 1)
    expect(session.acr).toBe('aal3')
    clock.forward(1)
    expect(session.acr).toBe('aal2')
    expect(watched.taken()).toEqual([])
    expect((await alice.visit((session) => session.list())).value[0]?.acr).toBe('aal2')
  })

  it('an elevation on top of an elevation lapses to what was there without either', async () => {
    const { signedIn, clock } = world()
    const alice = await signedIn()
    await alice.visit(async (session) => {
      await session.reauthenticate({ acr: 'aal2', acrFor: '5m' })
      await session.reauthenticate({ acr: 'aal3', acrFor: '10m' })
    })
    clock.forward(7 * MINUTE)
    const { session } = await alice.visit()
    expect(session.acr).toBe('aal3')
    clock.forward(3 * MINUTE)
    expect(session.acr).toBeNull()
  })

  it('an elevation of a login lapses to none', async () => {
    const { browser, clock } = world()
    const { session } = await browser().visit((session) =>
      session.login('alice', { acr: 'aal2', acrFor: 1000 }),
    )
    clock.forward(1000)
    expect(session.acr).toBeNull()
  })

  it.each([
    ['acrFor without acr', { acrFor: '5m' }],
    ['amr as one text', { amr: 'pwd' as unknown as string[] }],
    ['amr with what is no text', { amr: ['pwd', undefined] as unknown as string[] }],
    ['an acr that is a number', { acr: 2 as unknown as string }],
    ['a time that is none', { acr: 'aal2', acrFor: 'soon' }],
  ])('is refused before anything is written: %s', async (_, facts) => {
    const { signedIn, watched } = world()
    const alice = await signedIn()
    watched.taken()
    await alice.visit((session) => expect(session.reauthenticate(facts)).rejects.toThrow())
    expect(watched.taken()).toEqual(['read'])
  })
})
