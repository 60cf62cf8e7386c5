import type { EventListener, SessEvent } from '@sess/core'

/** Who may see an event: its own user, or the very guest. */
export interface Viewer {
  readonly userId: string | null
  readonly id: string | null
}

export type Listener = (event: SessEvent) => void

/** The last events, and whoever wants to hear of the next: ids only, never tokens. */
export class EventLog {
  readonly #size: number
  readonly #events: SessEvent[] = []
  readonly #listeners = new Set<Listener>()

  constructor(size = 500) {
    this.#size = size
  }

  /** Give it to `createSessions` as `onEvent`. */
  readonly record: EventListener = (event) => {
    this.#events.push(event)
    if (this.#events.length > this.#size) this.#events.shift()
    for (const listener of this.#listeners) listener(event)
  }

  /** The viewer's own events, newest first. */
  latest(viewer: Viewer, count: number): SessEvent[] {
    return this.#events
      .filter((event) => concerns(event, viewer))
      .slice(-count)
      .reverse()
  }

  /** Calls the listener for every further event of the viewer, until the returned function is called. */
  follow(viewer: Viewer, listener: Listener): () => void {
    const filtered: Listener = (event) => {
      if (concerns(event, viewer)) listener(event)
    }
    this.#listeners.add(filtered)
    return () => void this.#listeners.delete(filtered)
  }
}

function concerns({ ref }: SessEvent, { userId, id }: Viewer): boolean {
  return userId === null ? id !== null && ref.id === id : ref.userId === userId
}
