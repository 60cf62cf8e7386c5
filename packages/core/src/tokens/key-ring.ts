import type { JWK } from 'jose'
import { ConfigError } from '../errors.ts'
import { type KeyState, RETIREMENT, stateAt, succeededAt } from './key-times.ts'
import { type KeySource, readKeys } from './read-keys.ts'
import type { Algorithm, SigningKey } from './signing-key.ts'

/** What may be said of a key to anybody. Times in ms since the epoch; `null`: not known, or never as it stands. */
export interface KeyInfo {
  readonly kid: string
  readonly alg: Algorithm
  readonly state: KeyState
  /** Whether this ring can sign with it. */
  readonly signs: boolean
  readonly madeAt: number | null
  readonly activeFrom: number | null
  /** When its successor begins to sign, and when its last token is over. */
  readonly retiresAt: number | null
  readonly goneAt: number | null
}

/**
 * The keys of an issuer: next, active and retired. Which is which follows from the moments that stand in the keys, so that all processes
 * with the same keys change over at the same moment, by themselves. Private keys cannot be read out of it, and no log shows them.
 */
export class KeyRing {
  #keys: readonly SigningKey[]

  /** Use `importKeys`. */
  constructor(keys: readonly SigningKey[]) {
    this.#keys = keys
  }

  /** Every key and where it stands, oldest first. */
  list(now: number = Date.now()): KeyInfo[] {
    return this.#keys.map((key) => {
      const { kid, alg, madeAt, activeFrom, privateKey } = key
      const end = succeededAt(key, this.#keys)
      const ends = Number.isFinite(end)
      return {
        kid,
        alg,
        state: stateAt(key, this.#keys, now),
        signs: privateKey !== null,
        madeAt: madeAt || null,
        activeFrom: activeFrom || null,
        retiresAt: ends ? end : null,
        goneAt: ends ? end + RETIREMENT : null,
      }
    })
  }

  /** The public keys of the key set (RFC 7517 §5): next ones already, retired ones still. */
  jwks(now: number = Date.now()): { keys: JWK[] } {
    const accepted = this.#keys.filter((key) => stateAt(key, this.#keys, now) !== 'gone')
    return { keys: accepted.map(({ publicJwk }) => ({ ...publicJwk })) }
  }

  /** The key that signs at this moment; `ConfigError` where there is none. */
  signerAt(now: number): SigningKey & { readonly privateKey: CryptoKey } {
    const key = this.#keys.findLast(({ privateKey, activeFrom }) => privateKey !== null && activeFrom <= now)
    if (key !== undefined && key.privateKey !== null) return { ...key, privateKey: key.privateKey }
    throw new ConfigError(
      'keys',
      'none of them can sign at this moment.',
      'Import the private keys; the first one signs from the start: leave out its "nbf".',
    )
  }

  /** The key that a token names, if tokens of it count at this moment. */
  find(kid: string, now: number): SigningKey | null {
    const key = this.#keys.find((one) => one.kid === kid)
    return key !== undefined && stateAt(key, this.#keys, now) !== 'gone' ? key : null
  }

  /** Takes other keys in place of these, all at once or, where they cannot be read (`ConfigError`), not at all: after a rotation, without a restart. */
  async update(source: KeySource): Promise<void> {
    this.#keys = await readKeys(source)
  }

  /** What a log shows: nothing but public facts. */
  toJSON(): { keys: KeyInfo[] } {
    return { keys: this.list() }
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `KeyRing [ ${this.list()
      .map(({ kid, alg, state }) => `${kid} ${alg} ${state}`)
      .join(', ')} ]`
  }
}

/**
 * A ring from keys as they are kept: the text that `sess keys generate` made (JSON, or base64 of it, as environment variables take it),
 * a JWK, a JWK set, or an unencrypted PKCS #8 key in PEM.
 *
 *     const keys = await importKeys(process.env.SESS_KEYS)
 *
 * `ConfigError` for keys that are missing, weak or damaged; it says nothing of what is in them.
 */
export async function importKeys(source: KeySource): Promise<KeyRing> {
  return new KeyRing(await readKeys(source))
}
