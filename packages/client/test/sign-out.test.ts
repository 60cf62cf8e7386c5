import { describe, expect, it, vi } from 'vitest'
import { clientOf, signedIn } from './support/signed-in.ts'

describe('signOut', () => {
  it('ends the session on the server, and this client sends nothing more', async () => {
    const { api, client, orders, told } = await signedIn()
    await client.signOut()
    expect(await api.live()).toBe(0)
    await expect(client.fetch(orders)).rejects.toThrow(
      expect.objectContaining({ code: 'sess-client/signed-out' }),
    )
    await client.signOut()
    expect(told).toEqual(['signed-out'])
    expect(api.seen.map((one) => one.path)).toEqual(['/oauth/revoke'])
  })

  it('that the server does not confirm is an error, refuses requests all the same, and can be repeated', async () => {
    const { api, client, orders } = await signedIn()
    api.fault = () => 'cut-before'
    await expect(client.signOut()).rejects.toThrow(
      expect.objectContaining({ code: 'sess-client/sign-out-failed' }),
    )
    expect(await api.live()).toBe(1)
    await expect(client.fetch(orders)).rejects.toThrow(/signOut/)
    api.fault = () => null
    await client.signOut()
    expect(await api.live()).toBe(0)
  })

  it('whose answer is lost has ended the session, and is asked again', async () => {
    const { api, client } = await signedIn()
    let left = 1
    api.fault = () => (left-- > 0 ? 'cut-after' : null)
    await client.signOut()
    expect([await api.live(), api.requests('/oauth/revoke')]).toEqual([0, 2])
  })

  it('during a refresh: its answer belongs to nobody any more', async () => {
    const kept: (string | null)[] = []
    const keeper = { load: () => kept.at(-1) ?? null, save: (token: string | null) => void kept.push(token) }
    const { api, client, orders } = await signedIn({ refreshToken: keeper })
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    api.fault = ({ path }) => (path === '/oauth/token' ? held : null)
    api.pages.set('/orders', () => new Response(null, { status: 401 }))
    const request = client.fetch(orders)
    await vi.waitFor(() => expect(api.requests('/oauth/token')).toBe(1))
    await client.signOut()
    release()
    await expect(request).rejects.toThrow(expect.objectContaining({ code: 'sess-client/signed-out' }))
    expect(kept.at(-1)).toBeNull()
    expect(await api.live()).toBe(0)
  })

  it('needs to know where: without the endpoint the session would live on', async () => {
    const { api } = await signedIn()
    const client = clientOf(api, { revocationEndpoint: undefined } as never)
    await expect(client.signOut()).rejects.toThrow(/revocationEndpoint/)
  })
})

describe('a keeper', () => {
  it('is given each refresh token before it is used, and null at the end', async () => {
    const kept: (string | null)[] = []
    const keeper = {
      load: async () => kept.at(-1) ?? null,
      save: async (token: string | null) => void kept.push(token),
    }
    const { client, body } = await signedIn({ refreshToken: keeper })
    expect(kept).toEqual([body.refresh_token])
    await client.signOut()
    expect(kept).toEqual([body.refresh_token, null])
  })

  it('serves a process that starts later, without a sign-in', async () => {
    let kept: string | null = null
    const refreshToken = {
      load: () => kept,
      save(token: string | null) {
        kept = token
      },
    }
    const { api, orders } = await signedIn({ refreshToken })
    const later = clientOf(api, { refreshToken })
    expect((await later.fetch(orders)).status).toBe(200)
    expect(api.requests('/oauth/token')).toBe(1)
  })

  it('that fails fails the call, and the session goes on', async () => {
    let works = true
    const refreshToken = {
      load: () => null,
      save: () => {
        if (!works) throw new Error('the keychain is locked')
      },
    }
    const { api, client } = await signedIn({ refreshToken })
    works = false
    await expect(client.signedIn((await api.signIn()).body)).rejects.toThrow('the keychain is locked')
  })
})
