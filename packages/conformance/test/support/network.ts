import type { SessionStore } from '@sess/core'
import { type MemoryStore, memoryStore } from '@sess/core/memory'
import type { StoreSubject } from '../../src/store/subject.ts'
import { leftInMemory } from './subjects.ts'

/** What lies between a process and its store: it can be cut, and it can lose an answer. */
export class Network {
  #down = false
  #losing = false
  readonly #gaps = new Set<() => void>()
  readonly inner: MemoryStore = memoryStore()

  async send<T>(command: () => Promise<T>): Promise<T> {
    await null
    if (this.#down) throw new Error('the store cannot be reached')
    const answer = await command()
    if (this.#losing) {
      this.#losing = false
      throw new Error('the connection was cut before the answer')
    }
    await null
    return answer
  }

  /** A process's handle on the store. */
  handle(): Required<SessionStore> {
    const { inner } = this
    return {
      create: (...args) => this.send(() => inner.create(...args)),
      read: (id) => this.send(() => inner.read(id)),
      replace: (...args) => this.send(() => inner.replace(...args)),
      end: (...args) => this.send(() => inner.end(...args)),
      list: (...args) => this.send(() => inner.list(...args)),
      endAll: (...args) => this.send(() => inner.endAll(...args)),
      sweep: (...args) => this.send(() => inner.sweep(...args)),
      subscribe: async (listener, onGap) => {
        const stop = await inner.subscribe((notice) => {
          if (!this.#down) queueMicrotask(() => quietly(() => listener(notice)))
        }, onGap)
        this.#gaps.add(onGap)
        return async () => {
          this.#gaps.delete(onGap)
          await stop()
        }
      },
    }
  }

  lose(): void {
    this.#losing = true
  }

  cut(): void {
    this.#down = true
  }

  mend(): void {
    this.#down = false
    for (const onGap of this.#gaps) onGap()
  }
}

/** A listener that throws is not the network's failure. */
export function quietly(run: () => void): void {
  try {
    run()
  } catch {
    // The listener's own business.
  }
}

/** A store behind a network, with `change` as what is wrong with the first process's handle. */
export function networkSubject(
  change: (handle: Required<SessionStore>, network: Network) => Partial<SessionStore> = () => ({}),
): StoreSubject {
  const network = new Network()
  const handle = network.handle()
  return {
    store: { ...handle, ...change(handle, network) },
    second: async () => network.handle(),
    leftovers: (now) => leftInMemory(network.inner, now),
    loseNextAnswer: async () => network.lose(),
    outage: async () => network.cut(),
    restore: async () => network.mend(),
  }
}
