import type { DeviceLedger, ReplayGuard } from './ports.ts'

/** How many entries a call looks at to see whether they have expired: more than it adds, so memory stays bounded. */
const LOOKED_AT_PER_CALL = 4

interface Dumped {
  /** Everything that it holds, as one JSON text. For tests: they search it for what must not be there. */
  dump(): string
}

/** Keys with the moment at which each is forgotten. */
class Expiring {
  readonly #until = new Map<string, number>()
  #next = this.#until.entries()

  /** Until when the key is remembered, if it is at `now`. */
  get(key: string, now: number): number | undefined {
    const until = this.#until.get(key)
    return until !== undefined && now < until ? until : undefined
  }

  dump(): string {
    return JSON.stringify([...this.#until])
  }

  set(key: string, until: number, now: number): void {
    this.#until.set(key, until)
    for (let looked = 0; looked < LOOKED_AT_PER_CALL; looked += 1) {
      const entry = this.#next.next()
      if (entry.done) this.#next = this.#until.entries()
      else if (entry.value[1] <= now) this.#until.delete(entry.value[0])
    }
  }
}

/** Known devices in the memory of **one process**. */
export function memoryDeviceLedger(): DeviceLedger & Dumped {
  const devices = new Expiring()
  return {
    async recognize({ userId }, deviceHash, now, ttl) {
      const key = JSON.stringify([userId, deviceHash])
      const until = devices.get(key, now)
      devices.set(key, Math.max(until ?? 0, now + ttl), now)
      return until === undefined ? 'new' : 'known'
    },
    dump: () => devices.dump(),
  }
}

/** Used keys in the memory of **one process**. `now` is the clock that forgets them; default `Date.now`. */
export function memoryReplayGuard({
  now = Date.now,
}: {
  readonly now?: () => number
} = {}): ReplayGuard & Dumped {
  const used = new Expiring()
  return {
    async consumeOnce(key, expiresAt) {
      const at = now()
      if (used.get(key, at) !== undefined) return false
      used.set(key, expiresAt, at)
      return true
    },
    dump: () => used.dump(),
  }
}
