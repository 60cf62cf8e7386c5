import { createSessions, type SessEvent, type SessionRecord, type SessionStore } from '../../src/index.ts'
import { memoryStore } from '../../src/memory.ts'
import type { Random } from './random.ts'
import { Timeline } from './timeline.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
const NAME = '__Host-sess'

export interface Network {
  /** How many requests a burst has, at most; how often an answer is lost, and how often those of a whole burst are. */
  readonly parallel: number
  readonly lost: number
  readonly burstLost: number
  /** The longest way of a request and its answer together; below the overlap. */
  readonly latency: number
}

/** One signed-in browser on the real facade and the memory store, in its own time, over a bad network. */
export class Life {
  readonly time = new Timeline()
  readonly events: SessEvent[] = []
  jar = ''
  /** When the browser was last told that it is signed out. */
  signedOutAt: number | null = null
  readonly #store = memoryStore()
  readonly #before = new Map<string, SessionRecord>()
  readonly #random: Random
  readonly #sessions

  constructor(random: Random) {
    this.#random = random
    this.#sessions = createSessions({
      store: this.#remembering(),
      idleTimeout: '30d',
      absoluteTimeout: '300d',
      now: () => this.time.now,
      onEvent: (event) => this.events.push(event),
    })
  }

  async signIn(): Promise<void> {
    const { jar } = await this.#request('', (session) => session.login('alice'))
    this.jar = jar ?? ''
  }

  /** A burst of parallel requests, all with what the jar held when they left. */
  burst({ parallel, lost, burstLost, latency }: Network): void {
    const allLost = this.#random() < burstLost
    const requests = 1 + Math.floor(this.#random() * parallel)
    for (let i = 0; i < requests; i++) {
      const sent = this.jar
      const takes = this.#random() * latency
      const arrives = this.time.now + takes * this.#random()
      const answerLost = allLost || this.#random() < lost
      this.time.at(arrives, async () => {
        const { jar, userId } = await this.#request(sent)
        if (answerLost) return
        this.time.at(arrives + takes, () => {
          if (jar !== null) this.jar = jar
          if (userId === null) this.signedOutAt ??= this.time.now
        })
      })
    }
  }

  /** One request of somebody else who has the token; gives what that one holds afterwards, and whether it was served. */
  async steal(token: string): Promise<{ token: string; served: boolean }> {
    const { jar, userId } = await this.#request(token)
    return { token: jar ?? token, served: userId !== null }
  }

  /** The store loses its last write. */
  async failOver(): Promise<void> {
    for (const before of this.#before.values()) {
      const current = await this.#store.read(before.id)
      if (current !== null && current.ended === null)
        await this.#store.replace(before, current.revision, this.time.now)
    }
    this.#before.clear()
  }

  #remembering(): SessionStore {
    const store = this.#store
    return {
      create: (...given) => store.create(...given),
      read: (id) => store.read(id),
      end: (...given) => store.end(...given),
      list: (...given) => store.list(...given),
      endAll: (...given) => store.endAll(...given),
      replace: async (next, ...given) => {
        const before = await store.read(next.id)
        const answer = await store.replace(next, ...given)
        if (answer.outcome === 'replaced' && before !== null) this.#before.set(next.id, before)
        return answer
      },
    }
  }

  async #request(
    token: string,
    run: (session: Awaited<ReturnType<Life['open']>>) => Promise<void> = async () => {},
  ): Promise<{ jar: string | null; userId: string | null }> {
    const headers = new Map<string, readonly string[]>()
    const session = await this.open(token, headers)
    await run(session)
    const [set] = headers.get('set-cookie') ?? []
    return {
      jar: set === undefined ? null : (set.slice(NAME.length + 1).split(';')[0] ?? null),
      userId: session.userId,
    }
  }

  open(token: string, headers: Map<string, readonly string[]>) {
    return this.#sessions.open({
      method: 'GET',
      url: '/',
      secure: true,
      address: '127.0.0.1',
      header: (name) => (name === 'cookie' && token !== '' ? `${NAME}=${token}` : undefined),
      response: {
        sent: false,
        get: (name) => headers.get(name) ?? [],
        set: (name, values) => headers.set(name, values),
      },
    })
  }
}
