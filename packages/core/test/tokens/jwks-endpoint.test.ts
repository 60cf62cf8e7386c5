import { describe, expect, it } from 'vitest'
import { generateKeys, importKeys, jwksEndpoint, rotateKeys } from '../../src/tokens/index.ts'
import { Clock, DAY, HOUR } from '../support/clock.ts'
import { ISSUER } from './support/api.ts'

const clock = new Clock()
const url = `${ISSUER}/.well-known/jwks.json`
const text = await rotateKeys(await generateKeys({ now: clock.now }), { now: clock.now })
const ring = await importKeys(text)
const endpoint = jwksEndpoint(ring, { now: clock.now, origins: ['https://app.example.com'] })

describe('the key set endpoint', () => {
  it('gives public keys only, next ones too, and says how long they may be kept', async () => {
    const response = await endpoint(new Request(url))
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/jwk-set+json',
      'cache-control': 'public, max-age=600',
      etag: expect.stringMatching(/^"[\w-]{16}"$/),
    })
    const { keys } = await response.json()
    expect(keys).toEqual(
      Array(2).fill({
        kty: 'EC',
        crv: 'P-256',
        x: expect.any(String),
        y: expect.any(String),
        kid: expect.any(String),
        alg: 'ES256',
        use: 'sig',
      }),
    )
  })

  it('answers 304 to whoever has it already, until it changes', async () => {
    const etag = (await endpoint(new Request(url))).headers.get('etag') ?? ''
    for (const header of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const response = await endpoint(new Request(url, { headers: { 'if-none-match': header } }))
      expect([response.status, response.headers.get('etag'), response.body]).toEqual([304, etag, null])
    }
    clock.forward(2 * DAY)
    const changed = await endpoint(new Request(url, { headers: { 'if-none-match': etag } }))
    expect([changed.status, (await changed.json()).keys.length]).toEqual([200, 1])
    clock.forward(-2 * DAY)
  })

  it('a key is published for longer than caches keep the set before it signs, and until its last token is over', async () => {
    const [old, next] = ring.list(clock.time)
    const kids = () => ring.jwks(clock.time).keys.map(({ kid }) => kid)
    expect((next?.activeFrom ?? 0) - clock.time).toBeGreaterThanOrEqual(20 * 60_000)
    expect(kids()).toEqual([old?.kid, next?.kid])
    clock.forward(DAY + HOUR)
    expect(kids()).toEqual([old?.kid, next?.kid])
    clock.forward(HOUR)
    expect(kids()).toEqual([next?.kid])
    clock.forward(-DAY - 2 * HOUR)
  })

  it('answers HEAD without a body, a preflight, and nothing else', async () => {
    const head = await endpoint(new Request(url, { method: 'HEAD' }))
    expect([head.status, head.headers.has('etag'), head.body]).toEqual([200, true, null])
    const pre = await endpoint(
      new Request(url, { method: 'OPTIONS', headers: { origin: 'https://app.example.com' } }),
    )
    expect([pre.status, pre.headers.get('access-control-allow-methods')]).toEqual([204, 'GET'])
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const response = await endpoint(new Request(url, { method }))
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    }
  })
})
