import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clientOf, signedIn } from './support/signed-in.ts'

const MINUTE = 60_000

/** Only the date: the network needs real timers. Server and client share it. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})
const forward = (ms: number) => vi.setSystemTime(Date.now() + ms)

describe('a request', () => {
  it('carries the access token, and what was asked comes back as the API answers it', async () => {
    const { api, client, body, orders } = await signedIn()
    const response = await client.fetch(orders, { method: 'POST', body: 'tea' })
    expect(await response.json()).toEqual({ got: 'tea' })
    expect(api.seen).toMatchObject([{ method: 'POST', authorization: `Bearer ${body.access_token}` }])
    expect((await client.fetch(`${api.url}/nowhere`)).status).toBe(404)
  })

  it('takes a Request, with its own headers', async () => {
    const { client, orders } = await signedIn()
    const request = new Request(orders, { method: 'PUT', body: 'tea', headers: { 'x-own': '1' } })
    expect(await (await client.fetch(request)).json()).toEqual({ got: 'tea' })
  })

  it('goes to no other origin with the token', async () => {
    const { api, client } = await signedIn()
    for (const url of ['https://elsewhere.example/', api.url.replace('localhost', '127.0.0.1')]) {
      await expect(client.fetch(url)).rejects.toThrow(/not sent to/)
    }
    expect(api.seen).toEqual([])
  })

  it('with a demand for step-up comes back as it is, without a refresh (RFC 9470)', async () => {
    const { api, client } = await signedIn()
    const response = await client.fetch(`${api.url}/sensitive`)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('insufficient_user_authentication')
    expect(api.requests('/oauth/token')).toBe(0)
  })

  it('whose token the API refuses is sent once more with a new one, whatever its method', async () => {
    const { api, client, orders } = await signedIn()
    const real = api.pages.get('/orders')
    let first = true
    api.pages.set('/orders', async (request) => {
      if (!first) return (real as (request: Request) => Promise<Response>)(request)
      first = false
      const headers = { 'www-authenticate': 'Bearer error="invalid_token"' }
      return new Response(null, { status: 401, headers })
    })
    const response = await client.fetch(orders, { method: 'POST', body: 'tea' })
    expect(await response.json()).toEqual({ got: 'tea' })
    expect([api.requests('/orders'), api.requests('/oauth/token')]).toEqual([2, 1])
  })

  it('whose body is a stream cannot be sent again: its 401 comes back', async () => {
    const { api, client, orders } = await signedIn()
    await api.endAll()
    const body = new Blob(['tea']).stream()
    const response = await client.fetch(orders, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(response.status).toBe(401)
    expect([api.requests('/orders'), api.requests('/oauth/token')]).toEqual([1, 0])
  })

  it.each(['cut-before', 'cut-after', 503] as const)('that only asks is repeated after %s', async (fault) => {
    const { api, client, orders } = await signedIn()
    let left = 2
    api.fault = () => (left-- > 0 ? fault : null)
    expect((await client.fetch(orders)).status).toBe(200)
    expect(api.requests('/orders')).toBe(3)
  })

  it.each(['cut-before', 'cut-after'] as const)(
    'that changes something is never repeated after %s',
    async (fault) => {
      const { api, client, orders } = await signedIn()
      api.fault = () => fault
      await expect(client.fetch(orders, { method: 'POST', body: 'tea' })).rejects.toThrow()
      expect(api.requests('/orders')).toBe(1)
    },
  )

  it('that is aborted stops waiting, and the refresh goes on for the others', async () => {
    const { api, client, orders } = await signedIn()
    forward(15 * MINUTE)
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    api.fault = ({ path }) => (path === '/oauth/token' ? held : null)
    const controller = new AbortController()
    const impatient = client.fetch(orders, { signal: controller.signal })
    const patient = client.fetch(orders)
    await vi.waitFor(() => expect(api.requests('/oauth/token')).toBe(1))
    controller.abort(new Error('enough'))
    await expect(impatient).rejects.toThrow('enough')
    release()
    expect((await patient).status).toBe(200)
    expect(api.requests('/oauth/token')).toBe(1)
  })
})

describe('a refresh', () => {
  it('is one for a hundred requests that wait, shortly before the token expires', async () => {
    const { api, client, orders } = await signedIn()
    forward(15 * MINUTE - 30_000 - 1)
    await client.fetch(orders)
    expect(api.requests('/oauth/token')).toBe(0)
    forward(1)
    const answers = await Promise.all(Array.from({ length: 100 }, () => client.fetch(orders)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(api.requests('/oauth/token')).toBe(1)
    expect(new Set(api.seen.slice(2).map((one) => one.authorization)).size).toBe(1)
  })

  it('goes on for as long as the session lives, with renewed refresh tokens', async () => {
    const { api, client, orders, told } = await signedIn()
    for (let hour = 0; hour < 20; hour++) {
      forward(60 * MINUTE)
      expect((await client.fetch(orders)).status).toBe(200)
    }
    expect(api.requests('/oauth/token')).toBe(20)
    expect(told).toEqual([])
  })

  it.each(['cut-before', 'cut-after', 503] as const)(
    'is asked for again after %s, with the same answer',
    async (fault) => {
      const { api, client, orders } = await signedIn()
      for (let round = 0; round < 3; round++) {
        forward(20 * MINUTE)
        let left = 2
        api.fault = ({ path }) => (path === '/oauth/token' && left-- > 0 ? fault : null)
        expect((await client.fetch(orders)).status).toBe(200)
      }
      expect(api.requests('/oauth/token')).toBe(9)
      expect(await api.live()).toBe(1)
    },
  )

  it('that fails is an error that signs nobody out, and the next request tries again', async () => {
    const { api, client, orders, told } = await signedIn()
    forward(15 * MINUTE)
    api.fault = ({ path }) => (path === '/oauth/token' ? 'cut-before' : null)
    const results = await Promise.allSettled([client.fetch(orders), client.fetch(orders)])
    expect(results).toMatchObject([
      { reason: { name: 'RefreshFailedError', code: 'sess-client/refresh-failed' } },
      { reason: { code: 'sess-client/refresh-failed' } },
    ])
    expect(api.requests('/oauth/token')).toBe(3)
    expect(told).toEqual([])
    api.fault = () => null
    expect((await client.fetch(orders)).status).toBe(200)
  })

  it('that fails while the token is still good costs nobody anything', async () => {
    const { api, client, orders } = await signedIn()
    forward(15 * MINUTE - 10_000)
    api.fault = ({ path }) => (path === '/oauth/token' ? 503 : null)
    expect((await client.fetch(orders)).status).toBe(200)
  })

  it('is never sent on by a redirect', async () => {
    const { api, client, orders } = await signedIn()
    forward(15 * MINUTE)
    api.pages.set('/oauth/token', () => Response.redirect(`${api.url}/elsewhere`, 307))
    await expect(client.fetch(orders)).rejects.toThrow(
      expect.objectContaining({ code: 'sess-client/refresh-failed' }),
    )
    expect(api.requests('/elsewhere')).toBe(0)
  })

  it.each([
    ['no JSON', new Response('<html>')],
    ['no token', Response.json({})],
    [
      'a token that breaks a header',
      Response.json({ access_token: 'a\r\nb', token_type: 'Bearer', expires_in: 9 }),
    ],
    ['another type', Response.json({ access_token: 'a', token_type: 'mac', expires_in: 9 })],
    ['no lifetime', Response.json({ access_token: 'a', token_type: 'Bearer' })],
    ['an error of the client', Response.json({ error: 'invalid_client' }, { status: 401 })],
  ])('that is answered with %s fails, and signs nobody out', async (_, answer) => {
    const { api, client, orders, told } = await signedIn()
    forward(15 * MINUTE)
    api.pages.set('/oauth/token', () => answer.clone())
    await expect(client.fetch(orders)).rejects.toThrow(
      expect.objectContaining({ code: 'sess-client/refresh-failed' }),
    )
    expect(told).toEqual([])
  })

  it('waits no longer than the timeout for an endpoint that says nothing', async () => {
    const { api, client, orders } = await signedIn({ timeout: 50 })
    forward(15 * MINUTE)
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    api.fault = ({ path }) => (path === '/oauth/token' ? held : null)
    await expect(client.fetch(orders)).rejects.toThrow(
      expect.objectContaining({ code: 'sess-client/refresh-failed' }),
    )
    release()
  })
})

describe('a session that is over', () => {
  it('is told once, and asks nobody any more', async () => {
    const { api, client, orders, told } = await signedIn()
    await api.endAll()
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => client.fetch(orders)))
    for (const result of results) expect(result).toMatchObject({ reason: { code: 'sess-client/signed-out' } })
    const before = api.seen.length
    await expect(client.fetch(orders)).rejects.toThrow(/Sign in again/)
    expect(api.seen.length).toBe(before)
    expect(told).toEqual(['refused'])
    expect(api.requests('/oauth/token')).toBe(1)
  })

  it('is followed by another sign-in', async () => {
    const { api, client, orders } = await signedIn()
    await api.endAll()
    await expect(client.fetch(orders)).rejects.toThrow()
    await client.signedIn((await api.signIn()).body)
    expect((await client.fetch(orders)).status).toBe(200)
  })

  it('was never begun: nobody is signed in, and no request is sent', async () => {
    const { api } = await signedIn()
    const stranger = clientOf(api)
    await expect(stranger.fetch(`${api.url}/orders`)).rejects.toThrow(/no refresh token/)
    await expect(stranger.accessToken()).rejects.toThrow(expect.objectContaining({ name: 'SignedOutError' }))
    await stranger.signOut()
    expect(api.seen).toEqual([])
  })
})
