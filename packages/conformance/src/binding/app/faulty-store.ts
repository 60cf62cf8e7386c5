import { type SessionStore, STORE_VERBS } from '@sess/core'
import { memoryStore } from '@sess/core/memory'

/** A store in memory that can be made slow, and taken down, as a real one is. */
export class FaultyStore {
  readonly store: SessionStore
  /** How many commands there have been. */
  commands = 0
  /** While it is set, every command fails. */
  down = false
  /** Every command takes up to this many ms before and after it does its work, so that requests really overlap. */
  slowness = 0

  constructor() {
    const memory = memoryStore()
    const store: SessionStore = { ...memory }
    for (const verb of STORE_VERBS) {
      const run = memory[verb] as (...args: unknown[]) => Promise<unknown>
      Object.assign(store, { [verb]: (...args: unknown[]) => this.#call(() => run(...args)) })
    }
    this.store = store
  }

  async #call(run: () => Promise<unknown>): Promise<unknown> {
    this.commands += 1
    await this.#pause()
    if (this.down) throw new Error('connect ECONNREFUSED 10.11.12.13:6379')
    const answer = await run()
    await this.#pause()
    return answer
  }

  async #pause(): Promise<void> {
    if (this.slowness > 0) await new Promise((resume) => setTimeout(resume, Math.random() * this.slowness))
  }
}
