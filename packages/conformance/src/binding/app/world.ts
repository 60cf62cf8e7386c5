import { createSessions, type SessEvent, type SessionInfo, type Sessions } from '@sess/core'
import type { KitData, KitOptions } from './contract.ts'
import { FaultyStore } from './faulty-store.ts'
import { Gates } from './gates.ts'

/** What a test may learn of the app, besides its answers. */
export interface Report {
  /** How often a session was opened, and how often only looked at. */
  readonly opened: number
  readonly viewed: number
  readonly commands: number
  readonly events: readonly SessEvent[]
  /** The codes of the errors that reached the app's error handler. */
  readonly errors: readonly string[]
}

/** One test's worth of everything behind the app: a store, a clock that stands still until it is moved, gates, and a memory. */
export class World {
  readonly sessions: Sessions<KitData>
  readonly gates = new Gates()
  readonly errors: string[] = []
  readonly #faulty = new FaultyStore()
  readonly #events: SessEvent[] = []
  #now = Date.now()
  #opened = 0
  #viewed = 0

  constructor(options: KitOptions = {}) {
    const sessions = createSessions<KitData>({
      ...options,
      store: this.#faulty.store,
      now: () => this.#now,
      onEvent: (event) => this.#events.push(event),
    })
    this.sessions = {
      ...sessions,
      open: (carrier) => {
        this.#opened += 1
        return sessions.open(carrier)
      },
      view: (carrier) => {
        this.#viewed += 1
        return sessions.view(carrier)
      },
    }
  }

  advance(ms: number): void {
    this.#now += ms
  }

  /** The store is down, or up again. */
  setDown(down: boolean): void {
    this.#faulty.down = down
  }

  setSlowness(ms: number): void {
    this.#faulty.slowness = ms
  }

  report(): Report {
    return {
      opened: this.#opened,
      viewed: this.#viewed,
      commands: this.#faulty.commands,
      events: this.#events,
      errors: this.errors,
    }
  }

  list(userId: string): Promise<readonly SessionInfo[]> {
    return this.sessions.list(userId)
  }
}
