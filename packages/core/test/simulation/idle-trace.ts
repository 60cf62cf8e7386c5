import { createSessions, type Session, type SessionRecord, type Sessions } from '../../src/index.ts'
import { memoryStore } from '../../src/memory.ts'
import { Browser, carrierFor, type RequestOptions, TestHead } from '../support/browser.ts'
import { Clock } from '../support/clock.ts'
import type { Random } from './random.ts'

export interface IdleRules {
  readonly idle: number
  readonly tolerance: number
  readonly absolute: number
}

interface Move {
  readonly isActivity: boolean
  readonly request: RequestOptions
  readonly act?: (session: Session, n: number) => Promise<void>
}

const write = (session: Session, n: number) => session.update({ n })
const POLL: RequestOptions = { url: '/poll' }

const MOVES: readonly Move[] = [
  { isActivity: true, request: {} },
  { isActivity: true, request: {}, act: write },
  { isActivity: false, request: POLL },
  { isActivity: false, request: POLL, act: write },
  { isActivity: false, request: { headers: { 'sec-purpose': 'prefetch' } } },
]

/** One session of one app, whose life begins again with every trace, on a store of its own. */
export class IdleTraces {
  /** How many requests came before the idle deadline, in its tolerance, after it, and after the absolute one. */
  readonly seen = { early: 0, inTolerance: 0, late: 0, aged: 0 }
  readonly #rules: IdleRules
  readonly #random: Random
  readonly #clock = new Clock()
  readonly #start = this.#clock.now()
  #memory = memoryStore()
  #touchedAt = this.#start
  readonly #sessions: Sessions
  #cookie: string | undefined
  #born: SessionRecord | null = null

  constructor(rules: IdleRules, random: Random) {
    this.#rules = rules
    this.#random = random
    this.#sessions = createSessions({
      store: this.#store(),
      now: this.#clock.now,
      idleTimeout: rules.idle,
      idleTolerance: rules.tolerance,
      absoluteTimeout: rules.absolute,
      // Nothing but activity writes.
      renewalInterval: '24h',
      passive: ['/poll'],
    })
  }

  async signIn(): Promise<void> {
    const person = new Browser(this.#sessions, this.#clock)
    await person.visit((session) => session.login('alice'))
    const { session } = await person.visit()
    this.#cookie = person.jar.header()
    this.#born = await this.#memory.read(session.id ?? '')
  }

  /** A few requests, mostly near a deadline, until the session is over. Throws where one is early, late, or written too often. */
  async run(): Promise<void> {
    const { idle, tolerance, absolute } = this.#rules
    if (this.#born === null) throw new Error('Sign in first.')
    this.#memory = memoryStore()
    this.#clock.time = this.#start
    this.#touchedAt = this.#start
    await this.#memory.create(this.#born, this.#start)
    let last = this.#start
    for (let step = 0; step < 3; step++) {
      this.#clock.time = Math.max(this.#clock.time + 1, this.#pause(last))
      const now = this.#clock.time
      const move = MOVES[Math.floor(this.#random() * MOVES.length)] as Move
      const served = await this.#request(move)
      const [age, isAged] = [now - last, now - this.#start >= absolute]
      if (!served && age < idle && !isAged) throw new Error(`early: ${age} ms after the last activity`)
      if (served && (age >= idle + tolerance || isAged))
        throw new Error(`late: ${age} ms after the last activity`)
      this.seen[isAged ? 'aged' : age < idle ? 'early' : age < idle + tolerance ? 'inTolerance' : 'late']++
      if (!served) return
      if (move.isActivity) last = now
    }
  }

  /** The moment of the next request. */
  #pause(last: number): number {
    const { idle, tolerance } = this.#rules
    const [kind, far] = [this.#random(), this.#random()]
    if (kind < 0.2) return this.#clock.time + tolerance - 1
    if (kind < 0.35) return this.#clock.time + Math.ceil(far * 2 * tolerance)
    if (kind < 0.5) return this.#clock.time + Math.ceil(far * idle)
    if (kind < 0.7) return last + idle - 1
    if (kind < 0.8) return last + idle + Math.floor(far * tolerance)
    return last + idle + tolerance - (far < 0.5 ? 1 : 0)
  }

  async #request({ request, act }: Move): Promise<boolean> {
    const session = await this.#sessions.open(carrierFor(this.#cookie, request, new TestHead()))
    if (session.userId === null) return false
    await act?.(session, this.#clock.now())
    return true
  }

  /** The store of this trace; it sees what is written of activity. */
  #store() {
    const store = memoryStore()
    const { tolerance } = this.#rules
    return {
      ...store,
      create: (...args: Parameters<typeof store.create>) => this.#memory.create(...args),
      read: (id: string) => this.#memory.read(id),
      end: (...args: Parameters<typeof store.end>) => this.#memory.end(...args),
      replace: async (...[next, expected, now, options]: Parameters<typeof store.replace>) => {
        const before = await this.#memory.read(next.id)
        if (before !== null && before.seenAt !== next.seenAt) {
          if (now - this.#touchedAt < tolerance)
            throw new Error(`written twice in ${now - this.#touchedAt} ms`)
          this.#touchedAt = now
        }
        return this.#memory.replace(next, expected, now, options)
      },
    }
  }
}
