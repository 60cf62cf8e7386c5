import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createVerifier, generateKeys, KeysUnavailableError, rotateKeys } from '../../src/tokens/index.ts'
import { DAY, MINUTE, SECOND } from '../support/clock.ts'
import { AUDIENCE } from './support/api.ts'
import { Forge } from './support/forge.ts'
import { issuer } from './support/issuer.ts'

describe('a verifier that fetches the keys', () => {
  // jose tells the age of a key set by the global clock.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const forward = (ms: number) => vi.setSystemTime(Date.now() + ms)

  const remote = async () => {
    const app = await issuer()
    const verifier = createVerifier({
      issuer: app.origin,
      audience: AUDIENCE,
      keys: { jwksUrl: `${app.origin}/jwks` },
    })
    const verify = async () => (await verifier.verify((await app.issue()).access_token)).token?.kid
    return { ...app, verifier, verify }
  }

  it('asks once for many tokens, and not at all for what cannot be one', async () => {
    const { verify, verifier, asked } = await remote()
    await verifier.verify('x.y.z')
    expect(asked).toEqual([])
    expect(await Promise.all(Array.from({ length: 20 }, verify))).not.toContain(undefined)
    expect(asked).toEqual(['/jwks'])
  })

  it('cannot be made to ask by tokens that name keys of their own', async () => {
    const { verify, origin, verifier, asked } = await remote()
    await verify()
    const forge = new Forge(JSON.parse(await generateKeys()).keys[0])
    for (let i = 0; i < 20; i++) {
      const token = forge.token({ ...forge.header, kid: `key-${i}` }, { iss: origin })
      expect(await verifier.verify(token)).toMatchObject({ refused: 'unknown-key' })
    }
    expect(asked).toEqual(['/jwks'])
  })

  it('knows a new key before it signs, so that the change-over is like any other moment', async () => {
    const { keys, keyText, verify, asked } = await remote()
    await verify()
    await keys.update(await rotateKeys(keyText))
    const [old, next] = keys.list().map(({ kid }) => kid)
    forward(DAY - MINUTE)
    expect(await verify()).toBe(old)
    const before = asked.length
    forward(MINUTE + SECOND)
    expect(await verify()).toBe(next)
    expect(asked.length).toBe(before)
  })

  it('learns of a key that signs at once when it first sees a token of it', async () => {
    const { keys, keyText, verify, asked } = await remote()
    const old = await verify()
    forward(MINUTE)
    await keys.update(await rotateKeys(keyText, { lead: 'at-once', ...(old !== undefined && { drop: old }) }))
    expect(await verify()).toBe(keys.list()[0]?.kid)
    expect(asked.length).toBe(2)
  })

  it('an issuer that cannot be reached is no outage of the API: the keys that are known count on, for an hour', async () => {
    const { verify, verifier, issue, reachable, asked } = await remote()
    const kid = await verify()
    reachable(false)
    forward(11 * MINUTE)
    expect([await verify(), await verify()]).toEqual([kid, kid])
    expect(asked.length).toBe(2)
    forward(40 * MINUTE)
    expect(await verify()).toBe(kid)
    expect(asked.length).toBe(3)
    forward(10 * MINUTE)
    await expect(verifier.verify((await issue()).access_token)).rejects.toThrow(KeysUnavailableError)
    reachable(true)
    await expect(verifier.verify((await issue()).access_token)).rejects.toThrow(KeysUnavailableError)
    forward(MINUTE)
    expect(await verify()).toBe(kid)
  })

  it('says that nothing can be said where the keys were never had: 503, and no word about the token', async () => {
    const { issue, verifier, reachable } = await remote()
    reachable(false)
    const { access_token } = await issue()
    const error = await verifier.verify(access_token).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(KeysUnavailableError)
    const response = (error as KeysUnavailableError).getResponse()
    expect([response.status, await response.json()]).toEqual([
      503,
      { error: 'sess/keys-unavailable', message: expect.not.stringContaining('127.0.0.1') },
    ])
  })
})
