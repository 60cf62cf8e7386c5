import type { RedisClient } from './client.ts'
import { withoutArguments } from './without-arguments.ts'

/**
 * Waits for the connection outside of ioredis's own queue. A command in that queue cannot be taken back: it would be sent after
 * the connection returns, long after its caller was told that it failed. Here a caller that gave up is simply not sent for.
 */
export class Readiness {
  readonly #client: RedisClient
  #waiting: { resolve: () => void; reject: (error: Error) => void }[] = []
  #closes = 0
  #lastError: Error | null = null

  constructor(client: RedisClient) {
    this.#client = client
  }

  /**
   * Whether a command would be sent, or refused, at once. A client that was told not to connect yet does so at the first
   * command; one without an offline queue refuses by itself.
   */
  get now(): boolean {
    const { status, options } = this.#client
    return status === 'ready' || status === 'wait' || status === 'end' || options.enableOfflineQueue === false
  }

  /** How the connection stands, for the message of an error. */
  describe(): string {
    const { status } = this.#client
    return this.lastError === null ? status : `${status}; ${this.lastError.message}`
  }

  /** What the connection last failed with, as long as it is down. */
  get lastError(): Error | null {
    return this.#client.status === 'ready' ? null : this.#lastError
  }

  /** Resolves when the client is ready; rejects when it gave up. Bounded by the caller. */
  wait(): { readonly ready: Promise<void>; readonly cancel: () => void } {
    if (this.#waiting.length === 0) this.#listen()
    let cancel = () => {}
    const ready = new Promise<void>((resolve, reject) => {
      const waiter = { resolve, reject }
      this.#waiting.push(waiter)
      cancel = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter)
        if (this.#waiting.length === 0) this.#unlisten()
      }
    })
    return { ready, cancel }
  }

  readonly #onReady = (): void => {
    this.#lastError = null
    for (const { resolve } of this.#stop()) resolve()
  }

  readonly #onEnd = (): void => {
    this.#fail(new Error(`The connection to Redis is closed (${this.describe()}).`))
  }

  readonly #onError = (error: Error): void => {
    this.#lastError = withoutArguments(error)
  }

  /** The app's own bound on reconnecting counts here as it does in ioredis's queue. */
  readonly #onClose = (): void => {
    this.#closes++
    const { maxRetriesPerRequest: most } = this.#client.options
    if (typeof most !== 'number' || most < 0 || this.#closes <= most) return
    this.#fail(new Error(`Redis could not be reached in ${most} retries (${this.describe()}).`))
  }

  #fail(error: Error): void {
    if (this.#lastError !== null) error.cause = this.#lastError
    for (const { reject } of this.#stop()) reject(error)
  }

  #stop(): { resolve: () => void; reject: (error: Error) => void }[] {
    const waiting = this.#waiting
    this.#waiting = []
    this.#unlisten()
    return waiting
  }

  #listen(): void {
    this.#closes = 0
    this.#lastError = null
    this.#client.on('ready', this.#onReady)
    this.#client.on('end', this.#onEnd)
    this.#client.on('error', this.#onError)
    this.#client.on('close', this.#onClose)
  }

  #unlisten(): void {
    this.#client.off('ready', this.#onReady)
    this.#client.off('end', this.#onEnd)
    this.#client.off('error', this.#onError)
    this.#client.off('close', this.#onClose)
  }
}
