/** Slow work that ends when somebody says so, so that a race can be watched in a known order. */
export class Gates {
  readonly #longest: number
  readonly #gates = new Map<string, { waiting: number; open: () => void; opened: Promise<void> }>()

  constructor(longest = 30_000) {
    this.#longest = longest
  }

  /** Waits until the gate is opened, but never for long. */
  async pass(name: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const gate = this.#gates.get(name) ?? { waiting: 0, open: resolve, opened: promise }
    this.#gates.set(name, gate)
    gate.waiting++
    const timer = setTimeout(gate.open, this.#longest)
    await gate.opened
    clearTimeout(timer)
    this.#gates.delete(name)
  }

  waiting(name: string): number {
    return this.#gates.get(name)?.waiting ?? 0
  }

  open(name: string): void {
    this.#gates.get(name)?.open()
  }
}
