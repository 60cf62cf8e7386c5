import { createSessions, type SessEvent, type Sessions, type SessionsOptions } from '../../src/index.ts'
import { Browser } from './browser.ts'
import { Clock } from './clock.ts'
import { WatchedStore } from './watched-store.ts'

/** An app on a watched store, with a clock of its own. */
export interface World<Data extends object> {
  readonly sessions: Sessions<Data>
  readonly clock: Clock
  readonly watched: WatchedStore
  readonly events: SessEvent[]
  browser(): Browser<Data>
  /** A browser that has signed in and used its token once. */
  signedIn(userId?: string): Promise<Browser<Data>>
  /** The types of the events since this was last called. */
  told(): string[]
}

export function world<Data extends object = Record<string, unknown>>(
  options: Partial<SessionsOptions<Data>> = {},
): World<Data> {
  const clock = new Clock()
  const watched = new WatchedStore()
  const events: SessEvent[] = []
  const sessions = createSessions<Data>({
    store: watched.store,
    now: clock.now,
    onEvent: (event) => events.push(event),
    ...options,
  })
  let heard = 0
  const browser = () => new Browser(sessions, clock)
  return {
    sessions,
    clock,
    watched,
    events,
    browser,
    async signedIn(userId = 'alice') {
      const person = browser()
      await person.visit((session) => session.login(userId, { amr: ['pwd'] }))
      await person.visit()
      return person
    },
    told() {
      const fresh = events.slice(heard).map((event) => event.type)
      heard = events.length
      return fresh
    },
  }
}
