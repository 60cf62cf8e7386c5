import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/index.ts'
import { generateKeys, importKeys, type KeyRing, type KeySource, rotateKeys } from '../../src/tokens/index.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../support/clock.ts'

const START = Date.UTC(2030, 0, 1)
const at = (time: number) => ({ now: () => time })
const states = (ring: KeyRing, now: number) => ring.list(now).map(({ state }) => state)
const privateParts = (text: string) =>
  (JSON.parse(text).keys as JWK[])
    .flatMap(({ d, p, q, dp, dq, qi }) => [d, p, q, dp, dq, qi])
    .filter((part) => part !== undefined)
const failure = async (source: unknown): Promise<Error> => {
  try {
    await importKeys(source as KeySource)
  } catch (error) {
    return error as Error
  }
  throw new Error('It was accepted.')
}

describe('keys are made', () => {
  it('for ES256 by default, named by their thumbprint', async () => {
    const text = await generateKeys(at(START))
    const [jwk] = JSON.parse(text).keys
    expect(jwk).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', iat: START / SECOND })
    expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk))
    const [info] = (await importKeys(text)).list(START)
    expect(info).toEqual({
      kid: jwk.kid,
      alg: 'ES256',
      state: 'active',
      signs: true,
      madeAt: START,
      activeFrom: null,
      retiresAt: null,
      goneAt: null,
    })
  })

  it('for RS256 with 3072 bits, and for nothing else', async () => {
    const ring = await importKeys(await generateKeys({ algorithm: 'RS256' }))
    expect(ring.jwks().keys[0]).toMatchObject({
      kty: 'RSA',
      alg: 'RS256',
      n: expect.stringMatching(/^.{512}$/),
    })
    for (const algorithm of ['HS256', 'none', 'PS256', 'EdDSA', ''])
      await expect(generateKeys({ algorithm: algorithm as 'ES256' })).rejects.toThrow(ConfigError)
  })
})

describe('keys are imported', () => {
  it('from JSON, base64 of it, a JWK, a set, and PEM as environment variables hold it: always the same key', async () => {
    const text = await generateKeys()
    const { keys } = JSON.parse(text)
    const base64 = Buffer.from(text).toString('base64')
    const { nbf: _, iat: __, kid, ...jwk } = keys[0]
    const { privateKey } = await generateKeyPair('RS256', { extractable: true })
    const pem = await exportPKCS8(privateKey)
    for (const source of [
      text,
      ` ${text}\n`,
      base64,
      base64.replace(/=+$/, ''),
      Buffer.from(text).toString('base64url'),
      keys[0],
      { keys },
      jwk,
    ])
      expect((await importKeys(source)).list()[0]).toMatchObject({ kid, alg: 'ES256', signs: true })
    const thumbprint = await calculateJwkThumbprint(await exportJWK(privateKey))
    for (const source of [pem, pem.replaceAll('\n', '\\n'), `\n${pem}`])
      expect((await importKeys(source)).list()[0]).toMatchObject({
        kid: thumbprint,
        alg: 'RS256',
        signs: true,
      })
  })

  it('and a private one is named by its thumbprint whatever it says of itself; a public one keeps its name', async () => {
    const { keys } = JSON.parse(await generateKeys())
    const { d: _, ...publicJwk } = keys[0]
    expect((await importKeys({ ...keys[0], kid: '../../etc/passwd' })).list()[0]?.kid).toBe(keys[0].kid)
    const [info] = (await importKeys({ ...publicJwk, kid: 'key-7' })).list()
    expect(info).toMatchObject({ kid: 'key-7', signs: false })
    const ring = await importKeys(publicJwk)
    expect(() => ring.signerAt(START)).toThrow(ConfigError)
  })
})

describe('keys are refused', () => {
  const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey
  const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).privateKey
  const jwkOf = (key: ReturnType<typeof ec>) => key.export({ format: 'jwk' }) as JWK
  const good = jwkOf(ec('P-256'))

  it.each<[string, unknown, RegExp]>([
    ['that are not set', undefined, /sess keys generate/],
    ['that are empty', '', /sess keys generate/],
    ['an empty set', { keys: [] }, /sess keys generate/],
    ['that are no object', 'null', /no JWK/],
    ['a shared secret', { kty: 'oct', k: 'c2VjcmV0' }, /shared secret/],
    ['another curve', jwkOf(ec('P-384')), /ES256 or RS256/],
    ['another kind', generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), /ES256 or RS256/],
    ['another algorithm for a good key', { ...good, alg: 'HS256' }, /ES256 or RS256/],
    ['a key for encryption', { ...good, use: 'enc' }, /signatures/],
    ['a short RSA key', jwkOf(rsa(1024)), /1024 bits/],
    ['a damaged key', { ...good, x: 'AAAA' }, /damaged/],
    ['a damaged private half', { ...good, d: 'AAAA' }, /damaged/],
    ['a time in words', { ...good, nbf: 'tomorrow' }, /seconds/],
    ['a time in milliseconds', { ...good, nbf: Date.now() }, /seconds/],
    ['the same key twice', { keys: [good, { ...good, nbf: 5 }] }, /twice/],
    ['two keys that begin at once', { keys: [good, jwkOf(ec('P-256'))] }, /same moment/],
    ['too many keys', { keys: Array.from({ length: 17 }, () => good) }, /too many/],
    ['a PEM of another curve', ec('P-384').export({ type: 'pkcs8', format: 'pem' }), /no key for ES256/],
    ['an older PEM', ec('P-256').export({ type: 'sec1', format: 'pem' }), /openssl pkcs8/],
    ['half a PEM', '-----BEGIN PRIVATE KEY-----\nMIGH', /no key for ES256/],
    ['half a set', '{"keys":[{"kty":"EC","d":"tell-nobody', /no JWK/],
  ])('%s', async (_, source, message) => {
    const error = await failure(source)
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.message).toMatch(message)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/tell-nobody|MIGH/)
    if (good.d !== undefined) expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(good.d)
  })
})

describe('a rotation', () => {
  it('publishes the next key for a day, lets it sign then, and drops the old one when its last token is over', async () => {
    const first = await generateKeys(at(START))
    const rotated = await rotateKeys(first, at(START))
    const ring = await importKeys(rotated)
    const [old, next] = ring.list(START)
    expect(states(ring, START)).toEqual(['active', 'next'])
    expect(ring.jwks(START).keys.map(({ kid }) => kid)).toEqual([old?.kid, next?.kid])
    expect(ring.signerAt(START + DAY - 1).kid).toBe(old?.kid)
    expect(ring.signerAt(START + DAY).kid).toBe(next?.kid)
    expect(states(ring, START + DAY)).toEqual(['retired', 'active'])
    const end = old?.goneAt ?? 0
    expect(end - START - DAY).toBeGreaterThanOrEqual(HOUR + 2 * MINUTE)
    expect(ring.find(old?.kid ?? '', end - 1)).not.toBeNull()
    expect(ring.find(old?.kid ?? '', end)).toBeNull()
    expect(ring.jwks(end).keys).toHaveLength(1)
    // The next rotation drops it from the text.
    const again = await rotateKeys(rotated, at(end))
    expect(JSON.parse(again).keys.map(({ kid }: JWK) => kid)).toEqual([next?.kid, expect.any(String)])
    expect(privateParts(again)).toHaveLength(2)
  })

  it('keeps the kind of the newest key, and takes a PEM or a bare JWK to begin with', async () => {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true })
    const rotated = await rotateKeys(await exportPKCS8(privateKey), at(START))
    expect((await importKeys(rotated)).list(START)).toMatchObject([
      { alg: 'RS256', state: 'active' },
      { alg: 'RS256', state: 'next' },
    ])
  })

  it('at once, for a stolen key, which goes with every token of it', async () => {
    const first = await generateKeys(at(START))
    const [{ kid }] = JSON.parse(first).keys
    const rotated = await importKeys(await rotateKeys(first, { ...at(START), lead: 'at-once', drop: kid }))
    expect(states(rotated, START)).toEqual(['active'])
    expect(rotated.find(kid, START)).toBeNull()
    const kept = await importKeys(await rotateKeys(first, { ...at(START), lead: 'at-once' }))
    expect(states(kept, START)).toEqual(['retired', 'active'])
  })

  it.each<[string, Parameters<typeof rotateKeys>[1], string]>([
    ['too soon for those who keep the key set', { lead: '19m' }, 'lead'],
    ['of a key that is not there', { drop: 'nobody' }, 'drop'],
    ['with a misspelt option', { leed: '2d' } as object, 'rotateKeys.leed'],
  ])('is refused %s', async (_, options, option) => {
    await expect(rotateKeys(await generateKeys(), options)).rejects.toMatchObject({
      code: 'sess/config',
      option,
    })
  })

  it('is refused while the last one is not over, and without the private keys', async () => {
    const once = await rotateKeys(await generateKeys())
    await expect(rotateKeys(once)).rejects.toThrow(/already/)
    const { d: _, ...publicJwk } = JSON.parse(await generateKeys()).keys[0]
    await expect(rotateKeys(publicJwk)).rejects.toThrow(/public only/)
  })

  it('reaches a running ring whole, or not at all', async () => {
    const text = await generateKeys(at(START))
    const ring = await importKeys(text)
    await expect(ring.update('{"keys":[')).rejects.toThrow(ConfigError)
    expect(states(ring, START)).toEqual(['active'])
    await ring.update(await rotateKeys(text, at(START)))
    expect(states(ring, START)).toEqual(['active', 'next'])
  })
})

describe('private keys', () => {
  it('are shown by nothing that a ring says or does', async () => {
    const text = await rotateKeys(await generateKeys({ algorithm: 'RS256' }))
    const ring = await importKeys(text)
    const everything = { depth: 9, showHidden: true, getters: true, customInspect: false } as const
    const said = [
      JSON.stringify(ring),
      inspect(ring),
      inspect(ring, everything),
      inspect({ options: { keys: ring } }, { depth: 9 }),
      inspect(ring.signerAt(Date.now()), everything),
      JSON.stringify(ring.jwks()),
      `${ring}`,
    ].join('\n')
    const secrets = privateParts(text)
    expect(secrets).toHaveLength(12)
    for (const secret of secrets) expect(said).not.toContain(secret)
    await expect(crypto.subtle.exportKey('jwk', ring.signerAt(Date.now()).privateKey)).rejects.toThrow()
  })
})
