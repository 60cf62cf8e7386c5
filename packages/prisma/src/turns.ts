import { tooLate } from './errors.ts'

/**
 * Lets one user's transactions in one after the other. They would wait for each other anyway, at the user's row, but each holding a
 * connection: without this, whoever signs in to one account many times at once would keep everybody else out of the pool.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()
  readonly #timeout: number

  constructor(timeout: number) {
    this.#timeout = timeout
  }

  async take<T>(whose: string, run: () => Promise<T>): Promise<T> {
    const before = this.#last.get(whose)
    const mine = before === undefined ? run() : this.#after(before, run)
    const over = mine.then(
      () => {},
      () => {},
    )
    this.#last.set(whose, over)
    try {
      return await mine
    } finally {
      if (this.#last.get(whose) === over) this.#last.delete(whose)
    }
  }

  /** Whoever has waited too long was told so, and does nothing any more. */
  async #after<T>(before: Promise<unknown>, run: () => Promise<T>): Promise<T> {
    let late = false
    const timer = setTimeout(() => {
      late = true
    }, this.#timeout)
    await before
    clearTimeout(timer)
    if (late) throw tooLate(this.#timeout)
    return run()
  }
}
