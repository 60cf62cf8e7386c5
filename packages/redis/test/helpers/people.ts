import { createSessions, type SessEvent, type SessionStore, type Sessions } from '@sess/core'
import { Browser } from './browser.ts'
import { NOW } from './records.ts'

type Data = Record<string, number>

interface Person {
  readonly userId: string
  readonly browser: Browser
  /** What each tab was told it had written last. */
  readonly written: Map<string, number>
  /** A re-keying, a login or a logout failed: whether it has happened is not known. */
  uncertain: boolean
}

const MINUTE = 60_000
const TABS = 3

/**
 * People with browsers of several tabs, on the servers of one app. In a round every tab makes a request and writes, some people get
 * a new key and some log out; between rounds so much time passes that every token is due for renewal. Held against the promises:
 *
 * - P2: after a new key, what the browser held before is not served.
 * - P3, P4: nobody is logged out or accused by a renewal.
 * - P5: after a logout, what the browser held before is not served.
 * - P6: what a tab wrote, every later request sees.
 * - P10: a failure of the store is an error, and signs nobody out.
 */
export class People {
  readonly broken: string[] = []
  failures = 0
  readonly #servers: readonly Sessions<Data>[]
  readonly #people: readonly Person[]
  #now = NOW
  #round = 0

  constructor(stores: readonly SessionStore[], count = 40) {
    const onEvent = (event: SessEvent) => this.#hear(event)
    this.#servers = stores.map((store) => createSessions<Data>({ store, now: () => this.#now, onEvent }))
    this.#people = Array.from({ length: count }, (_, i) => ({
      userId: `person-${i}`,
      browser: new Browser(),
      written: new Map(),
      uncertain: true,
    }))
  }

  async round(): Promise<void> {
    this.#round++
    await Promise.all(
      this.#people.map(async (person, i) => {
        if (person.uncertain) await this.#try(() => this.#logIn(person))
        const tabs = Array.from({ length: TABS }, (_, tab) =>
          this.#try(() => this.#write(person, `tab${tab}`)),
        )
        await Promise.all(tabs)
        const turn = (this.#round + i) % 10
        if (turn === 0) await this.#try(() => this.#change(person, 'regenerate'))
        if (turn === 5) await this.#try(() => this.#change(person, 'logout'))
      }),
    )
    this.#now += 16 * MINUTE
  }

  /** Rounds until one in which nothing failed; then what was broken in all of them. */
  async settle(): Promise<readonly string[]> {
    let before: number
    do {
      before = this.failures
      await this.round()
    } while (this.failures > before)
    return this.broken
  }

  async #try(run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch {
      this.failures++
    }
  }

  async #logIn(person: Person): Promise<void> {
    await person.browser.visit(this.#server(), async (session) => {
      if (session.userId === null) {
        person.written.clear()
        await session.login(person.userId, { amr: ['pwd'] })
      }
    })
    person.uncertain = false
  }

  async #write(person: Person, tab: string): Promise<void> {
    const round = this.#round
    const expected = [...person.written]
    await person.browser.visit(this.#server(), async (session) => {
      if (session.userId !== person.userId) {
        if (!person.uncertain) this.broken.push(`${person.userId} was logged out (${session.state})`)
        person.uncertain = true
        return
      }
      for (const [written, value] of expected) {
        if ((session.data[written] ?? 0) < value)
          this.broken.push(`${person.userId} lost what ${written} wrote`)
      }
      await session.update({ [tab]: round })
      person.written.set(tab, round)
    })
  }

  async #change(person: Person, how: 'regenerate' | 'logout'): Promise<void> {
    if (person.uncertain) return
    const before = person.browser.copy()
    person.uncertain = true
    await person.browser.visit(this.#server(), (session) => session[how]())
    person.uncertain = how === 'logout'
    const served = await before.visit(this.#server(), (session) => session.userId)
    if (served !== null) this.broken.push(`${person.userId} was served with a token from before a ${how}`)
  }

  #hear(event: SessEvent): void {
    if (event.type === 'token-reused') this.broken.push(`${event.ref.userId} was accused`)
    if (
      event.type === 'session-ended' &&
      !['logout', 'signed-in-again', 'rekeying-lost'].includes(event.reason)
    )
      this.broken.push(`${event.ref.userId} ended by ${event.reason}`)
  }

  #server(): Sessions<Data> {
    const server = this.#servers[Math.floor(Math.random() * this.#servers.length)]
    if (server === undefined) throw new RangeError('an app needs a server')
    return server
  }
}
