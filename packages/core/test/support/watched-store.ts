import { type MemoryStore, memoryStore } from '../../src/memory.ts'
import { STORE_VERBS } from '../../src/store.ts'

const VERBS = [...STORE_VERBS, 'sweep'] as const

export type Verb = (typeof VERBS)[number]

/**
 * The memory store, seen from outside: which commands reach it, and a hand on the line before and behind it, so that
 * tests can put something between two commands, cut the line, or lose an answer.
 */
export class WatchedStore {
  readonly memory: MemoryStore
  readonly store: MemoryStore
  readonly commands: Verb[] = []
  /** Runs before the command reaches the store. Throws: the command never arrives. */
  before: (verb: Verb) => void | Promise<void> = () => {}
  /** Runs when the store is done. Throws: the answer is lost. */
  after: (verb: Verb) => void | Promise<void> = () => {}

  constructor(memory: MemoryStore = memoryStore()) {
    this.memory = memory
    this.store = { ...memory }
    for (const verb of VERBS) {
      const run = memory[verb] as (...args: unknown[]) => Promise<unknown>
      Object.assign(this.store, {
        [verb]: async (...args: unknown[]) => {
          this.commands.push(verb)
          await this.before(verb)
          const answer = await run(...args)
          await this.after(verb)
          return answer
        },
      })
    }
  }

  /** Runs once, just before the next command of this verb arrives. */
  once(verb: Verb, run: () => void | Promise<void>): void {
    this.before = async (called) => {
      if (called !== verb) return
      this.before = () => {}
      await run()
    }
  }

  /** The commands since this was last called. */
  taken(): Verb[] {
    return this.commands.splice(0)
  }
}
