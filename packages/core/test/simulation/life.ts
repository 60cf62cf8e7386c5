import { createSessions, SessError, type SessEvent, type Session, type Sessions } from '../../src/index.ts'
import { parseToken } from '../../src/token.ts'
import { LosingStore } from '../explorer/lockstep/losing-store.ts'
import { carrierFor, SESSION, TestHead } from '../support/browser.ts'
import { SECOND } from '../support/clock.ts'
import { distantStore } from './distant-store.ts'
import type { Random } from './random.ts'
import { Timeline } from './timeline.ts'

/** The overlap is 30 s: a request and its answer take less, the store's part included. */
const SLOWEST = { way: 20 * SECOND, command: 0.5 * SECOND }
/** How often an answer is lost, and how often all those of a burst are. */
const LOST = { answer: 0.08, burst: 0.3 }

export type Handler = (session: Session) => Promise<unknown>

/** Whoever presents a token, and keeps what comes back. */
export interface Holder {
  token: string
}

/** One session on the real facade, with a distant store that loses writes, a bad network, and a time of its own. */
export class Life {
  readonly time = new Timeline()
  readonly events: SessEvent[] = []
  readonly owner: Holder = { token: '' }
  /** How many tokens went out for a renewal. */
  handed = 0
  /** How often the owner was told to have no session. */
  refused = 0
  /** A re-keying's answer was lost or overtaken, so the owner may have to sign in again. */
  excused = false
  readonly #losing = new LosingStore()
  readonly #random: Random
  readonly #sessions: Sessions

  constructor(random: Random) {
    this.#random = random
    this.#sessions = createSessions({
      store: distantStore(this.#losing.store, this.time, random, SLOWEST.command),
      idleTimeout: '30d',
      absoluteTimeout: '300d',
      now: this.time.now,
      onEvent: (event) => this.events.push(event),
    })
  }

  count(type: SessEvent['type']): number {
    return this.events.filter((event) => event.type === type).length
  }

  async signIn(): Promise<void> {
    this.excused = false
    this.time.begin(() => this.request(this.owner, false, (session) => session.login('alice')))
    await this.time.run()
  }

  /** Up to six requests at once, all with what the owner holds when they leave. */
  burst(handler: () => Handler | null, calm = false): void {
    const allLost = !calm && this.#random() < LOST.burst
    const requests = 1 + Math.floor(this.#random() * 6)
    for (let i = 0; i < requests; i++) {
      const lost = allLost || (!calm && this.#random() < LOST.answer)
      this.time.begin(() => this.request(this.owner, lost, handler()))
    }
  }

  async request(holder: Holder, lost: boolean, handler: Handler | null): Promise<void> {
    const { time } = this
    const sentAt = time.now()
    const takes = this.#random() ** 2 * SLOWEST.way
    const head = new TestHead()
    const carrier = carrierFor(holder.token && `${SESSION}=${holder.token}`, {}, head)
    await time.wait(takes * this.#random())
    const session = await this.#sessions.open(carrier)
    if (handler === null && head.cookies.length > 0) this.handed++
    if (session.state === 'none' && handler === null && holder === this.owner) this.refused++
    // What fails because the session was re-keyed or ended meanwhile fails clearly; the answer says so.
    await handler?.(session).catch((error: unknown) => {
      if (!(error instanceof SessError && error.status < 500)) throw error
    })
    await time.wait(Math.max(0, sentAt + takes - time.now()))
    const [line] = head.cookies
    const token = line?.slice(SESSION.length + 1).split(';')[0]
    if (token === undefined) return
    if (lost) {
      if (handler !== null) this.excused = true
      return
    }
    const generationOf = (text: string) => parseToken(text)?.generation ?? -1
    if (generationOf(token) < generationOf(holder.token)) this.excused = true
    holder.token = token
  }

  /** The store loses its last write. `false` if there was none since it did so last, or since the login. */
  failOver(): Promise<boolean> {
    return this.#losing.loseLastWrite(this.time.now()).then(
      () => true,
      () => false,
    )
  }
}
