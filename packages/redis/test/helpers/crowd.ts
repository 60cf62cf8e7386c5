import { isLive, type SessionRecord, type SessionStore } from '@sess/core'
import { ending, NOW, ownerOf, record } from './records.ts'

/** What the crowd knows of one session, from the answers it got. */
interface Known {
  readonly id: string
  readonly userId: string
  /** Words whose write was acknowledged. None of them may ever be missing while the session lives. */
  readonly written: Set<string>
  /** An end of it was acknowledged, so nobody may see it live again. */
  ended: boolean
}

const LIMIT = 3
const USERS = 20

/**
 * A hundred clients of one store, each doing one thing after another: logging in within a limit, writing data by
 * compare-and-set, reading, ending. Each remembers what it was told, and every answer is held against that:
 *
 * - P5: what was ended is never seen live again, and never takes a write.
 * - P6: every word that was acknowledged is in every later reading.
 * - P7: a user never has more than three live sessions.
 *
 * An error is an answer as well: nothing is concluded from it, and the client goes on.
 */
export class Crowd {
  readonly broken: string[] = []
  failures = 0
  successes = 0
  readonly #stores: readonly SessionStore[]
  readonly #sessions: Known[] = []
  readonly #clients: Promise<void>[]
  #going = true
  #turn = 0
  #acting = 0
  #held: Promise<void> = Promise.resolve()

  constructor(stores: readonly SessionStore[], size = 100) {
    this.#stores = stores
    this.#clients = Array.from({ length: size }, (_, i) => this.#client(i))
  }

  /** Until each client, on average, has done so many more things; for a crowd that nothing hinders. */
  async work(rounds: number): Promise<void> {
    const goal = this.successes + rounds * this.#clients.length
    while (this.successes < goal) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  /** Until nobody meets an error any more: for a while, every client's every call has succeeded. */
  async recovered(): Promise<void> {
    for (;;) {
      const before = this.failures
      await this.work(5)
      if (this.failures === before) return
    }
  }

  /** Nobody begins anything while it runs, and what was begun is over. */
  async pausedWhile(run: () => Promise<void>): Promise<void> {
    let resume = () => {}
    this.#held = new Promise((resolve) => {
      resume = resolve
    })
    while (this.#acting > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await run()
    resume()
  }

  /** Stops everybody and looks at everything once more. */
  async settle(): Promise<readonly string[]> {
    this.#going = false
    await Promise.all(this.#clients)
    for (let user = 0; user < USERS; user++) await this.#count(`user-${user}`)
    for (const known of this.#sessions) await this.#look(known)
    return this.broken
  }

  async #client(number: number): Promise<void> {
    while (this.#going) {
      await this.#held
      this.#acting++
      try {
        await this.#act(number)
        this.successes++
      } catch {
        this.failures++
      }
      this.#acting--
      // As people do; and so that the crowd leaves the machine something for what is done to it.
      await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 40))
    }
  }

  async #act(number: number): Promise<void> {
    const turn = this.#turn++
    const userId = `user-${number % USERS}`
    const mine = this.#sessions.filter((known) => known.userId === userId && !known.ended)
    const known = mine[turn % Math.max(mine.length, 1)]
    if (known === undefined || turn % 17 === 0) await this.#logIn(userId)
    else if (turn % 13 === 0) await this.#end(known)
    else if (turn % 5 === 0) await this.#count(userId)
    else if (turn % 2 === 0) await this.#write(known, `w${turn}`)
    else await this.#look(known)
  }

  async #logIn(userId: string): Promise<void> {
    const made = record({ userId, body: '[]', idleExpiresAt: NOW + 600_000 })
    const limit = { max: LIMIT, overflow: 'evict-oldest' } as const
    const evictedAs = ending({ reason: 'evicted' })
    const answer = await this.#store().create(made, NOW, { limit, evictedAs })
    if (answer.outcome !== 'created') {
      this.broken.push(`a login was answered with ${answer.outcome}`)
      return
    }
    for (const gone of answer.evicted) {
      for (const known of this.#sessions) if (known.id === gone.id) known.ended = true
    }
    this.#sessions.push({ id: made.id, userId, written: new Set(), ended: false })
  }

  async #write(known: Known, word: string): Promise<void> {
    const store = this.#store()
    let current = await store.read(known.id)
    while (current !== null && isLive(current, NOW)) {
      const before = known.ended
      const body = JSON.stringify([...JSON.parse(current.body), word])
      const next = {
        ...current,
        body,
        revision: `${known.id}-${word}-${current.revision.length}-${Math.random()}`,
      }
      const answer = await store.replace(next, current.revision, NOW)
      if (answer.outcome === 'missing') return
      const landed =
        answer.outcome === 'replaced' ||
        (isLive(answer.current, NOW) && answer.current.revision === next.revision)
      if (landed) {
        if (before) this.broken.push(`${known.id} took a write after its end`)
        known.written.add(word)
        return
      }
      if (answer.outcome === 'conflict') current = answer.current
    }
  }

  async #end(known: Known): Promise<void> {
    await this.#store().end(known.id, ending(), NOW)
    known.ended = true
  }

  async #look(known: Known): Promise<void> {
    const { ended } = known
    const words = [...known.written]
    const found = await this.#store().read(known.id)
    if (found === null || !isLive(found, NOW)) return
    if (ended) this.broken.push(`${known.id} lives after its end`)
    const has = new Set<string>(JSON.parse(found.body))
    for (const word of words) if (!has.has(word)) this.broken.push(`${known.id} lost ${word}`)
  }

  async #count(userId: string): Promise<void> {
    const live: readonly SessionRecord[] = await this.#store().list(ownerOf(userId), NOW)
    if (live.length > LIMIT) this.broken.push(`${userId} has ${live.length} sessions`)
  }

  /** The clients take turns on the stores, as on the servers of a fleet. */
  #store(): SessionStore {
    const store = this.#stores[this.#turn % this.#stores.length]
    if (store === undefined) throw new RangeError('a crowd needs a store')
    return store
  }
}
