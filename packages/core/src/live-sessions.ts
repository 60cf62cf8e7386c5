import { decodeAuth } from './auth-state.ts'
import { SessionEndedError, SupersededError } from './errors.ts'
import { isLive, type SessionStore } from './store.ts'
import { expiryReason, type Loaded } from './verdict.ts'

/** How often deadlines are looked at, and sessions read where a store tells nothing: an end shows within a second. */
const STEP = 500
/** How often a session is read although the store tells of ends: a feed may be cut without a word. */
const SAFETY = 30_000
/** How soon a subscription that failed is tried again. */
const RETRY = 10_000
/** How many are read at once. */
const BATCH = 32

/** A session of this process that somebody wants to hear the end of, under the key that it had then. */
interface Watched {
  readonly id: string
  readonly keyedGeneration: number
  readonly controller: AbortController
  deadline: number
  checkedAt: number
  due: boolean
  /** The store has told of its end. */
  ended: boolean
}

export interface LiveContext {
  readonly store: SessionStore
  readonly now: () => number
  issuedBefore(): number
}

/**
 * What `session.signal` is made of. It listens to the store's notices, and runs at all, only while there is something to hear of; a
 * session is kept in mind until it is over. Nothing is concluded from a store that does not answer (P10).
 */
export class LiveSessions {
  readonly #context: LiveContext
  readonly #watched = new Map<string, Watched[]>()
  #running = false
  #stop: (() => Promise<void>) | null = null
  #retryAt = 0
  #woken = false
  #wake = () => {}

  constructor(context: LiveContext) {
    this.#context = context
  }

  /** Aborts when the session is over, or has another key. One of its own for each caller, so that it can be forgotten. */
  signalOf({ record, state }: Loaded): AbortSignal {
    const same = this.#watched.get(record.id) ?? []
    let watched = same.find(({ keyedGeneration }) => keyedGeneration === state.keyedGeneration)
    if (watched === undefined) {
      const deadline = Math.min(record.idleExpiresAt, record.absoluteExpiresAt)
      const { id } = record
      const { keyedGeneration } = state
      const controller = new AbortController()
      watched = { id, keyedGeneration, controller, deadline, checkedAt: 0, due: true, ended: false }
      this.#watched.set(id, [...same, watched])
      this.#wakeUp()
      if (!this.#running) this.#run()
    }
    return AbortSignal.any([watched.controller.signal])
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#watched.size > 0) {
      this.#woken = false
      if (this.#stop === null) await this.#listen()
      await this.#check()
      if (!this.#woken) await this.#pause()
    }
    const stop = this.#stop
    this.#stop = null
    await stop?.().catch(() => {})
    this.#running = false
    if (this.#watched.size > 0) this.#run()
  }

  async #listen(): Promise<void> {
    const { store, now } = this.#context
    if (store.subscribe === undefined || now() < this.#retryAt) return
    try {
      this.#stop = await store.subscribe(
        ({ kind, ref }) => this.#look(this.#watched.get(ref.id) ?? [], kind === 'ended'),
        () => this.#look([...this.#watched.values()].flat()),
      )
      // What happened before it began was not told.
      this.#look([...this.#watched.values()].flat())
    } catch {
      // Until it works, sessions are read.
      this.#retryAt = now() + RETRY
    }
  }

  #look(some: readonly Watched[], ended = false): void {
    for (const watched of some) {
      watched.due = true
      watched.ended ||= ended
    }
    if (some.length > 0) this.#wakeUp()
  }

  async #check(): Promise<void> {
    const now = this.#context.now()
    const due = [...this.#watched.values()]
      .flat()
      .filter((one) => this.#stop === null || one.due || now >= one.deadline || now - one.checkedAt >= SAFETY)
    for (let at = 0; at < due.length; at += BATCH)
      await Promise.all(due.slice(at, at + BATCH).map((one) => this.#checkOne(one)))
  }

  async #checkOne(watched: Watched): Promise<void> {
    watched.due = false
    try {
      const record = await this.#context.store.read(watched.id)
      const now = this.#context.now()
      if (record === null) return this.#abort(watched, new SessionEndedError(null))
      if (record.ended !== null) return this.#abort(watched, new SessionEndedError(record.ended.reason))
      if (!isLive(record, now) || record.createdAt < this.#context.issuedBefore())
        return this.#abort(watched, new SessionEndedError(expiryReason(record, now)))
      if (decodeAuth(record).keyedGeneration !== watched.keyedGeneration)
        return this.#abort(watched, new SupersededError())
      watched.deadline = Math.min(record.idleExpiresAt, record.absoluteExpiresAt)
      watched.checkedAt = now
    } catch {
      if (watched.ended) return this.#abort(watched, new SessionEndedError(null))
      watched.due = true
    }
  }

  #abort(watched: Watched, reason: Error): void {
    const others = (this.#watched.get(watched.id) ?? []).filter((one) => one !== watched)
    if (others.length === 0) this.#watched.delete(watched.id)
    else this.#watched.set(watched.id, others)
    watched.controller.abort(reason)
  }

  #wakeUp(): void {
    this.#woken = true
    this.#wake()
  }

  #pause(): Promise<void> {
    return new Promise((resume) => {
      const timer: unknown = setTimeout(resume, STEP)
      // Where a process would stay alive for it.
      if (
        typeof timer === 'object' &&
        timer !== null &&
        'unref' in timer &&
        typeof timer.unref === 'function'
      )
        timer.unref()
      this.#wake = () => {
        clearTimeout(timer as number)
        resume()
      }
    })
  }
}
