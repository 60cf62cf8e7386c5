/** How often a held request looks whether it may go on: it polls, for some runtimes let no request wake another. */
const STEP = 5
/** How long somebody may be waited for. Only bounds a failure. */
const PATIENCE = 10_000

const pause = (): Promise<void> => new Promise((resume) => setTimeout(resume, STEP))

/** Holds requests where a test wants them, so that races happen in a known order. */
export class Gates {
  readonly #open = new Set<string>()
  readonly #arrived = new Map<string, number>()
  #closed = false

  /** Waits until the gate of that name is opened. */
  async pass(name: string): Promise<void> {
    this.arrive(name)
    while (!this.#open.has(name)) {
      if (this.#closed) throw new Error(`The test is over, and nobody opened the gate "${name}".`)
      await pause()
    }
  }

  /** Comes to the gate, and goes on. */
  arrive(name: string): void {
    this.#arrived.set(name, (this.#arrived.get(name) ?? 0) + 1)
  }

  open(name: string): void {
    this.#open.add(name)
  }

  /** Resolves once that many have come to the gate. */
  async arrived(name: string, count: number): Promise<void> {
    for (let waited = 0; (this.#arrived.get(name) ?? 0) < count; waited += STEP) {
      if (waited > PATIENCE)
        throw new Error(`${this.#arrived.get(name) ?? 0} of ${count} came to the gate "${name}".`)
      await pause()
    }
  }

  /** Nobody opens a gate any more. */
  close(): void {
    this.#closed = true
  }
}
