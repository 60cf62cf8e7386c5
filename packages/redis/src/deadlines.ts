interface Call {
  readonly due: number
  readonly tooLate: () => void
}

/**
 * One timer for all calls. They all may take equally long, so they run out in the order in which they began; a timer for each
 * would cost more than all else that a read does here.
 */
export class Deadlines {
  readonly #timeout: number
  readonly #calls = new Set<Call>()
  #timer: NodeJS.Timeout | null = null

  constructor(timeout: number) {
    this.#timeout = timeout
  }

  /** Calls `tooLate` after the timeout, unless what is given back is ended before. */
  begin(tooLate: () => void): Call {
    const call = { due: performance.now() + this.#timeout, tooLate }
    this.#calls.add(call)
    if (this.#timer === null) this.#wake(this.#timeout)
    return call
  }

  /** `false` if the time was up before. */
  end(call: Call): boolean {
    return this.#calls.delete(call)
  }

  /** The connection keeps the process alive as long as it is needed; the timer, which may be late to notice that nobody waits, does not. */
  #wake(after: number): void {
    this.#timer = setTimeout(this.#check, Math.max(1, Math.ceil(after))).unref()
  }

  readonly #check = (): void => {
    this.#timer = null
    const now = performance.now()
    for (const call of this.#calls) {
      if (call.due > now) {
        this.#wake(call.due - now)
        return
      }
      this.#calls.delete(call)
      call.tooLate()
    }
  }
}
