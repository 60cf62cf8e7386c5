import { calculateJwkThumbprint, importJWK, type JWK } from 'jose'
import { ConfigError } from '../errors.ts'

/** The algorithms of access tokens (ASVS 5.0 9.1.2): no symmetric one, no `none`, ever. */
export const ALGORITHMS = ['ES256', 'RS256'] as const
export type Algorithm = (typeof ALGORITHMS)[number]

/** One key of a ring. The private half cannot be exported again. */
export interface SigningKey {
  /** Of a private key always its RFC 7638 thumbprint. */
  readonly kid: string
  /** Pinned: whatever a token's header says, this key is used with no other. */
  readonly alg: Algorithm
  /** When the key was made, and from when it signs (ms since the epoch); 0 where its JWK does not say. */
  readonly madeAt: number
  readonly activeFrom: number
  readonly publicJwk: JWK
  readonly verifyingKey: CryptoKey
  /** `null`: only the public half is known. */
  readonly privateKey: CryptoKey | null
}

/** A JWK with the moments of a rotation, in seconds, under the names that the IANA registry of JWK parameters has for them. */
export type TimedJwk = JWK & { readonly iat?: number; readonly nbf?: number }

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const

/** A key from its JWK. `ConfigError` that says nothing of what is in it: it may be private. */
export async function signingKey(jwk: TimedJwk, option: string): Promise<SigningKey> {
  const alg = algorithmOf(jwk, option)
  if (jwk.use !== undefined && jwk.use !== 'sig')
    throw new ConfigError(option, 'its "use" is not "sig".', 'Use a key that was made for signatures.')
  const publicPart: JWK =
    jwk.kty === 'RSA'
      ? { kty: 'RSA', n: jwk.n as string, e: jwk.e as string }
      : { kty: 'EC', crv: 'P-256', x: jwk.x as string, y: jwk.y as string }
  const isPrivate = PRIVATE.some((member) => jwk[member] !== undefined)
  const { verifyingKey, privateKey } = await imported(publicPart, isPrivate ? { ...jwk } : null, alg, option)
  const modulus = (verifyingKey.algorithm as RsaHashedKeyAlgorithm).modulusLength ?? 2048
  if (modulus < 2048)
    throw new ConfigError(
      option,
      `an RSA key of ${modulus} bits is too short.`,
      'Make one of 2048 or more, or one for ES256.',
    )
  const kid = isPrivate || typeof jwk.kid !== 'string' ? await calculateJwkThumbprint(publicPart) : jwk.kid
  return {
    kid,
    alg,
    madeAt: moment(jwk, 'iat', option),
    activeFrom: moment(jwk, 'nbf', option),
    publicJwk: { ...publicPart, kid, alg, use: 'sig' },
    verifyingKey,
    privateKey,
  }
}

function algorithmOf({ kty, crv, alg }: JWK, option: string): Algorithm {
  if (kty === 'oct')
    throw new ConfigError(
      option,
      'it is a shared secret: everybody who can check a token with it can make one.',
      'Make a key pair: npx -p @sess/keys sess keys generate.',
    )
  const fits = kty === 'RSA' ? 'RS256' : kty === 'EC' && crv === 'P-256' ? 'ES256' : null
  if (fits !== null && (alg === undefined || alg === fits)) return fits
  throw new ConfigError(
    option,
    'it is a key for another algorithm than ES256 or RS256.',
    'Use an EC key on P-256, or an RSA key; leave out "alg", or write the one that fits.',
  )
}

async function imported(
  publicPart: JWK,
  whole: JWK | null,
  alg: Algorithm,
  option: string,
): Promise<Pick<SigningKey, 'verifyingKey' | 'privateKey'>> {
  try {
    const { key_ops: _, ext: __, ...jwk } = whole ?? {}
    return {
      verifyingKey: (await importJWK(publicPart, alg)) as CryptoKey,
      privateKey: whole === null ? null : ((await importJWK(jwk, alg, { extractable: false })) as CryptoKey),
    }
  } catch {
    // Without its cause: an error of a parser may quote what it could not read.
    throw new ConfigError(
      option,
      'it is damaged: it cannot be read as a key.',
      'Import it again from its source.',
    )
  }
}

/** A moment of a JWK in milliseconds. */
function moment(jwk: TimedJwk, member: 'iat' | 'nbf', option: string): number {
  const seconds = jwk[member]
  if (seconds === undefined) return 0
  if (typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds >= 0 && seconds < 1e11)
    return seconds * 1000
  throw new ConfigError(option, `its "${member}" is not a time in seconds.`, 'Let sess keys write the file.')
}
