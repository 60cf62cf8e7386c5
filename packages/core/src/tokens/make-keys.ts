import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { milliseconds } from '../duration.ts'
import { ConfigError } from '../errors.ts'
import { refuseUnknown } from '../known-options.ts'
import type { Duration } from '../options.ts'
import { KeyRing } from './key-ring.ts'
import { SHORTEST_LEAD } from './key-times.ts'
import { type KeySource, readKeys, sourceJwks } from './read-keys.ts'
import { ALGORITHMS, type Algorithm, type TimedJwk } from './signing-key.ts'

export interface MakeKeysOptions {
  /** Default `'ES256'`; a rotation keeps that of the newest key. */
  readonly algorithm?: Algorithm
  /** The clock. Default `Date.now`. */
  readonly now?: () => number
}

export interface RotateKeysOptions extends MakeKeysOptions {
  /**
   * How long the new key is published before it signs, at least 20 minutes: deploy it everywhere within that time. Default `'1d'`.
   * `'at-once'` is for a key that was stolen: verifiers that keep the key set refuse tokens until they fetch it again.
   */
  readonly lead?: Duration | 'at-once'
  /** A `kid` to drop at once, with every token of it. */
  readonly drop?: string
}

/** Makes the first key of an issuer: a JWK set as JSON text. **It is a secret**: keep it where secrets are kept. */
export async function generateKeys(options: MakeKeysOptions = {}): Promise<string> {
  refuseUnknown('generateKeys.', options, ['algorithm', 'now'])
  const { algorithm = 'ES256', now = Date.now } = options
  return write([await makeKey(algorithm, now(), undefined)])
}

/**
 * Adds the next key to a set, and drops those that are over: JSON text again, as secret as before. Deploy it to every process, or hand it
 * to `KeyRing.update`, before the new key begins to sign; nothing else is to be done, and no token is refused. `ConfigError` while the
 * last rotation is not over, and for a `lead` that is too short.
 */
export async function rotateKeys(source: KeySource, options: RotateKeysOptions = {}): Promise<string> {
  refuseUnknown('rotateKeys.', options, ['algorithm', 'lead', 'drop', 'now'])
  const { lead = '1d', drop, now = Date.now } = options
  const at = now()
  const begins = lead === 'at-once' ? at : at + checkLead(lead)
  const ring = new KeyRing(await readKeys(source))
  const infos = ring.list(at)
  if (drop !== undefined && !infos.some(({ kid }) => kid === drop))
    throw new ConfigError(
      'drop',
      `there is no key ${drop}.`,
      `There is: ${infos.map(({ kid }) => kid).join(', ')}.`,
    )
  const kept = infos.filter(({ kid, state }) => state !== 'gone' && kid !== drop)
  if (kept.some(({ signs }) => !signs))
    throw new ConfigError('keys', 'some of them are public only.', 'Rotate where the private keys are.')
  if (kept.some(({ state }) => state === 'next'))
    throw new ConfigError('keys', 'the next key is there already.', 'Wait until it signs, or drop it.')
  const jwks = await sourceJwks(source)
  const keptJwks: JWK[] = []
  for (const { kid } of kept) {
    for (const jwk of jwks) if ((await calculateJwkThumbprint(jwk)) === kid) keptJwks.push({ ...jwk, kid })
  }
  const algorithm = options.algorithm ?? infos.at(-1)?.alg ?? 'ES256'
  return write([...keptJwks, await makeKey(algorithm, at, kept.length === 0 ? undefined : begins)])
}

function checkLead(lead: Duration): number {
  const ms = milliseconds('lead', lead)
  if (ms >= SHORTEST_LEAD) return ms
  throw new ConfigError(
    'lead',
    'whoever keeps the key set would not know the new key yet.',
    `Make it at least ${SHORTEST_LEAD / 60_000} minutes, or 'at-once' for a key that was stolen.`,
  )
}

async function makeKey(alg: Algorithm, madeAt: number, activeFrom: number | undefined): Promise<TimedJwk> {
  if (!ALGORITHMS.includes(alg))
    throw new ConfigError('algorithm', 'only ES256 and RS256 are allowed.', "Use 'ES256'.")
  const { privateKey } = await generateKeyPair(alg, {
    extractable: true,
    ...(alg === 'RS256' && { modulusLength: 3072 }),
  })
  const jwk = await exportJWK(privateKey)
  return {
    ...jwk,
    kid: await calculateJwkThumbprint(jwk),
    alg,
    use: 'sig',
    iat: Math.floor(madeAt / 1000),
    ...(activeFrom !== undefined && { nbf: Math.ceil(activeFrom / 1000) }),
  }
}

const write = (keys: readonly JWK[]): string => JSON.stringify({ keys })
