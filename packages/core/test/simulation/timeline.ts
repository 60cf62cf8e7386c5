/** Everything that can go on without time passing has gone on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Time that passes only from one planned moment to the next, in the same order whenever it is run. */
export class Timeline {
  #now = 1_800_000_000_000
  /** Sorted, the next one last. */
  readonly #planned: { readonly at: number; readonly resume: () => void }[] = []

  readonly #failures: unknown[] = []

  readonly now = (): number => this.#now

  /** Something that goes on by itself. What it throws is what `run` throws. */
  begin(activity: () => Promise<void>): void {
    activity().catch((error: unknown) => this.#failures.push(error))
  }

  wait(ms: number): Promise<void> {
    return new Promise((resume) => {
      const at = this.#now + ms
      let index = this.#planned.length
      while (index > 0 && (this.#planned[index - 1]?.at ?? 0) <= at) index--
      this.#planned.splice(index, 0, { at, resume })
    })
  }

  /** Runs until `over` holds, or nothing is planned any more. */
  async run(over: () => boolean = () => false): Promise<void> {
    for (;;) {
      await settle()
      if (this.#failures.length > 0) throw this.#failures[0]
      if (over()) return
      const next = this.#planned.pop()
      if (next === undefined) return
      this.#now = next.at
      next.resume()
    }
  }
}
