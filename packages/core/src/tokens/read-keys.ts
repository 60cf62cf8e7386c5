import { exportJWK, importPKCS8, type JWK } from 'jose'
import { fromBase64url } from '../bytes.ts'
import { ConfigError } from '../errors.ts'
import { ALGORITHMS, type SigningKey, signingKey } from './signing-key.ts'

/** Keys as they are kept: a text (JSON, base64 of it, or PEM), a JWK, or a JWK set. */
export type KeySource = string | JWK | { readonly keys: readonly JWK[] } | undefined

const MAKE = 'Make keys with: npx -p @sess/keys sess keys generate'
/** More keys than anybody rotates within the life of a token are a mistake. */
const MAX_KEYS = 16

/** The keys of a source, the first to sign first. */
export async function readKeys(source: KeySource): Promise<readonly SigningKey[]> {
  const jwks = await sourceJwks(source)
  if (jwks.length === 0) throw new ConfigError('keys', 'there is none.', `${MAKE}.`)
  if (jwks.length > MAX_KEYS)
    throw new ConfigError(
      'keys',
      `${jwks.length} keys are too many.`,
      'sess keys rotate drops those that are over.',
    )
  const keys = await Promise.all(jwks.map((jwk, i) => signingKey(jwk, `keys[${i}]`)))
  keys.sort((a, b) => a.activeFrom - b.activeFrom)
  for (const [i, { kid, activeFrom, privateKey }] of keys.entries()) {
    const before = keys.slice(0, i)
    if (before.some((other) => other.kid === kid))
      throw new ConfigError('keys', `the key ${kid} is there twice.`, 'Remove one.')
    if (privateKey !== null && before.some((other) => other.privateKey && other.activeFrom === activeFrom))
      throw new ConfigError(
        'keys',
        'two private keys begin to sign at the same moment.',
        'Give each but the first an "nbf" (seconds since the epoch), or let sess keys rotate do it.',
      )
  }
  return keys
}

export async function sourceJwks(source: KeySource): Promise<readonly JWK[]> {
  if (source === undefined || source === '') throw new ConfigError('keys', 'they are not set.', `${MAKE}.`)
  if (typeof source === 'string') return fromText(source)
  return fromObject(source)
}

async function fromText(text: string): Promise<readonly JWK[]> {
  // Environment variables often hold line breaks as two characters.
  const trimmed = text.trim()
  if (trimmed.startsWith('-----')) return [await fromPem(trimmed.replaceAll('\\n', '\n'))]
  const json = trimmed.startsWith('{') ? trimmed : fromBase64(trimmed)
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    // Without its cause: the parser quotes what it read.
    throw unreadable()
  }
  return fromObject(value)
}

function fromObject(value: unknown): readonly JWK[] {
  const { keys } = Object(value) as { keys?: unknown }
  const all: unknown[] = Array.isArray(keys) ? keys : [value]
  if (all.every(isJwk)) return all
  throw unreadable()
}

const isJwk = (value: unknown): value is JWK =>
  typeof value === 'object' && value !== null && typeof (value as JWK).kty === 'string'

function fromBase64(text: string): string {
  const plain = text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  if (!/^[\w-]+$/.test(plain)) throw unreadable()
  return new TextDecoder().decode(fromBase64url(plain))
}

async function fromPem(pem: string): Promise<JWK> {
  const kind = /^-----BEGIN ([A-Z0-9 ]+)-----/.exec(pem)?.[1]
  if (kind !== 'PRIVATE KEY')
    throw new ConfigError(
      'keys',
      kind === undefined ? 'the PEM is damaged.' : `"${kind}" is not an unencrypted PKCS #8 private key.`,
      'Convert it with: openssl pkcs8 -topk8 -nocrypt -in key.pem, or make new keys with sess keys generate.',
    )
  for (const alg of ALGORITHMS) {
    try {
      return await exportJWK(await importPKCS8(pem, alg, { extractable: true }))
    } catch {
      // Of the other kind, or damaged.
    }
  }
  throw new ConfigError(
    'keys',
    'the PEM holds no key for ES256 (P-256) or RS256 that can be read.',
    'Make keys with: npx -p @sess/keys sess keys generate.',
  )
}

const unreadable = (): ConfigError =>
  new ConfigError('keys', 'they are no JWK, no JWK set and no PEM.', `Pass the text whole. ${MAKE}.`)
