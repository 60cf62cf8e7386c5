import type { Random } from './random.ts'

/**
 * Time that passes only from one planned moment to the next. Everything that is planned for one moment goes on at once, in any order, and
 * the next moment comes when all of it is done: on a real store, what happens at once races for real.
 */
export class NetworkTime {
  #now = 1_800_000_000_000
  #planned: { readonly at: number; readonly go: () => void }[] = []
  #busy: Promise<unknown>[] = []
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  readonly now = (): number => this.#now

  /** Whole milliseconds. */
  wait(ms: number): Promise<void> {
    return new Promise((go) => {
      this.#planned.push({ at: this.#now + Math.round(ms), go })
    })
  }

  /** Something that does not take any of this time, however long it takes. */
  async instantly<T>(work: () => Promise<T>): Promise<T> {
    const done = work()
    this.#busy.push(done.catch(() => {}))
    return done
  }

  /** Runs until `main` is done. What was planned for later is dropped. */
  async until(main: Promise<void>): Promise<void> {
    let over = false
    const ended = main.finally(() => {
      over = true
    })
    ended.catch(() => {})
    for (;;) {
      await this.#settle()
      if (over) break
      if (this.#planned.length === 0) throw new Error('Nothing is planned, and it is not over.')
      const at = Math.min(...this.#planned.map((one) => one.at))
      const due = this.#planned.filter((one) => one.at === at).sort(() => this.#random() - 0.5)
      this.#planned = this.#planned.filter((one) => one.at !== at)
      this.#now = at
      for (const { go } of due) go()
    }
    await ended
  }

  async #settle(): Promise<void> {
    do {
      await Promise.all(this.#busy.splice(0))
      await new Promise((resolve) => setImmediate(resolve))
    } while (this.#busy.length > 0)
  }
}
