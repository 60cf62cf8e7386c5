const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Random base64url characters, as ids and revisions are made of. */
export function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  return Array.from(bytes, (byte) => ALPHABET[byte % 64]).join('')
}

/** Letters in an order that is neither that of their bytes nor left to chance. */
export const letter = (index: number): string => ALPHABET[(index * 29 + 7) % 64] ?? ''

/** A stream of numbers in [0, 1) that a seed determines (a linear congruential generator: enough to vary an order). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
