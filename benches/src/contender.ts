/** One way to do the same piece of work. Each call does it once, and checks that it was done. */
export interface Contender {
  readonly name: string
  run(): Promise<void>
}

/** What every contender keeps for its signed-in user, so that all do the same work. */
export const USER = 'user-1'
export const DATA = { cart: [1, 2, 3], name: 'Alice', theme: 'dark' }

export function expect(condition: boolean, what: string): void {
  if (!condition) throw new Error(`A contender did not do its work: ${what}`)
}

/** One after the other, over and over. */
export function inTurn<T>(all: readonly T[]): () => T {
  let at = 0
  return () => all[at++ % all.length] as T
}
