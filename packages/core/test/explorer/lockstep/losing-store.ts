import { memoryStore } from '../../../src/memory.ts'
import type { SessionRecord, SessionStore } from '../../../src/store.ts'

/** The memory store, which can lose its last write: then it is another one, with the record as it was before. */
export class LosingStore {
  #memory = memoryStore()
  #previous: SessionRecord | null = null

  readonly store = (): SessionStore => ({
    ...this.#memory,
    replace: (next, ...rest) => this.#remembering(next.id, () => this.#memory.replace(next, ...rest)),
    end: (id, ...rest) => this.#remembering(id, () => this.#memory.end(id, ...rest)),
  })

  read(id: string): Promise<SessionRecord | null> {
    return this.#memory.read(id)
  }

  async loseLastWrite(now: number): Promise<void> {
    if (this.#previous === null) throw new Error('Nothing was written.')
    this.#memory = memoryStore()
    await this.#memory.create(this.#previous, now)
    this.#previous = null
  }

  async #remembering<T>(id: string, write: () => Promise<T>): Promise<T> {
    const before = await this.#memory.read(id)
    const answer = await write()
    if ((await this.#memory.read(id)) !== before) this.#previous = before
    return answer
  }
}
