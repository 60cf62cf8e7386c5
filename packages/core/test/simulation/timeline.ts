/** Time that passes only from one planned thing to the next. */
export class Timeline {
  now = 1_800_000_000_000
  readonly #planned: { at: number; order: number; run: () => Promise<void> | void }[] = []
  #order = 0

  at(at: number, run: () => Promise<void> | void): void {
    this.#planned.push({ at, order: this.#order++, run })
  }

  async run(): Promise<void> {
    while (this.#planned.length > 0) {
      const next = this.#planned.reduce((a, b) =>
        b.at < a.at || (b.at === a.at && b.order < a.order) ? b : a,
      )
      this.#planned.splice(this.#planned.indexOf(next), 1)
      this.now = Math.max(this.now, next.at)
      await next.run()
    }
  }
}
