import { newId, randomPartition } from '../../src/id.ts'
import { isAuthentic, mintToken, secretHashOf, sibling, type Token } from '../../src/token.ts'

/** A token of the world, named so that traces can be read. */
export interface Held {
  /** Which key it is of, in order of making; the first is 0. */
  readonly key: number
  readonly generation: number
  readonly token: Token
  /** Whether the server made it, or could have: else it is a forgery. */
  readonly authentic: boolean
  readonly name: string
}

/** What an attacker may present who holds nothing but the public id, or an old token as well. */
export type Forgery = 'guessed' | 'next-generation' | 'of-another-record'

/**
 * The tokens of one record, each made once by the real functions, so that exploring costs no cryptography twice.
 * Worlds name them by small numbers.
 */
export class Keyring {
  readonly id = newId(randomPartition())
  readonly proofKey = crypto.getRandomValues(new Uint8Array(32))
  readonly #held: Held[] = []
  readonly #byName = new Map<string, number>()
  readonly #keys: Token[] = []
  readonly #hashes: Uint8Array[] = []

  at(index: number): Held {
    return this.#held[index] as Held
  }

  of(key: number, generation: number): number {
    const make = () => sibling(this.#key(key), generation, this.proofKey)
    return this.#named(`k${key}g${generation}`, key, generation, true, make)
  }

  /** A forgery from what `like` looks like. */
  forged(kind: Forgery, like: number): number {
    const { key, generation, token } = this.at(like)
    const name = `${kind} from k${key}g${generation}`
    return this.#named(name, key, generation + (kind === 'next-generation' ? 1 : 0), false, () => {
      const otherProofKey = crypto.getRandomValues(new Uint8Array(32))
      if (kind === 'guessed') return mintToken(this.id, generation, otherProofKey)
      if (kind === 'of-another-record') return sibling(token, generation, otherProofKey)
      const signed = token.signed.slice()
      new DataView(signed.buffer).setUint32(51, generation + 1)
      return { ...token, generation: generation + 1, signed }
    })
  }

  hashOf(key: number): Uint8Array {
    this.#key(key)
    return this.#hashes[key] as Uint8Array
  }

  /** Which key a stored hash is of. The transitions pass it on as the same object. */
  keyOf(secretHash: Uint8Array): number {
    return this.#hashes.indexOf(secretHash)
  }

  #key(key: number): Token {
    for (let next = this.#keys.length; next <= key; next++) {
      const token = mintToken(this.id, 0, this.proofKey)
      this.#keys.push(token)
      this.#hashes.push(secretHashOf(token))
    }
    return this.#keys[key] as Token
  }

  #named(name: string, key: number, generation: number, authentic: boolean, make: () => Token): number {
    const known = this.#byName.get(name)
    if (known !== undefined) return known
    const token = make()
    if (isAuthentic(token, this.proofKey) !== authentic) throw new Error(`${name} is not what it is named.`)
    this.#byName.set(name, this.#held.length)
    return this.#held.push({ key, generation, token, authentic, name }) - 1
  }
}
