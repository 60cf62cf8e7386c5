import type { SessEvent, Session } from '../../../src/index.ts'
import { memoryStore } from '../../../src/memory.ts'
import { Browser, carrierFor, TestHead } from '../../support/browser.ts'
import { Clock, HOUR } from '../../support/clock.ts'
import type { CookieJar } from '../../support/cookie-jar.ts'
import { GatedServer, settle } from '../lockstep/gated-server.ts'
import type { Breakage } from './breakage.ts'
import type { Choose } from './every-schedule.ts'

export type Handler = (session: Session) => Promise<unknown>

/** A request whose store commands wait at the gate, and whose answer waits for its turn. */
export interface Cast {
  readonly name: string
  /** What the handler found, or why it failed; `null` while it runs. */
  outcome: { readonly state: string; readonly error: unknown } | null
  readonly head: TestHead
}

interface Running {
  readonly cast: Cast
  readonly server: GatedServer
}

/** One browser, one store, and a server for each request: everything real, in an order that is chosen. */
export class Theatre {
  readonly clock = new Clock()
  readonly events: SessEvent[] = []
  readonly browser: Browser
  readonly jar: CookieJar
  readonly #memory = memoryStore()
  readonly #broken: Breakage
  readonly #running: Running[] = []

  constructor(broken: Breakage) {
    this.#broken = broken
    this.browser = new Browser(this.#server().sessions, this.clock)
    this.jar = this.browser.jar
  }

  /** Sends a request with what the jar holds now. */
  async leaves(name: string, handler: Handler): Promise<Cast> {
    const server = this.#server()
    const cast: Cast = { name, outcome: null, head: new TestHead() }
    const cookies = this.#broken.cookies?.(this.jar.header()) ?? this.jar.header()
    void this.#perform(server, cast, cookies, handler)
    this.#running.push({ cast, server })
    await settle()
    return cast
  }

  /** Lets commands through and answers arrive, one at a time, in the chosen order, until nothing is under way. */
  async play(choose: Choose): Promise<void> {
    while (this.#running.length > 0) {
      const index = this.#running.length === 1 ? 0 : choose(this.#running.length)
      const next = this.#running[index] as Running
      if (next.server.waiting !== null) {
        await next.server.step()
      } else {
        next.cast.head.sent = true
        for (const line of next.cast.head.cookies) this.jar.keep(this.#broken.setCookie?.(line) ?? line)
        this.#running.splice(index, 1)
      }
    }
  }

  /** A whole exchange that nothing comes between, with the browser's cookies or those given. */
  async visit(handler: Handler = async () => {}, cookies = this.jar.header()): Promise<Session> {
    const server = this.#server()
    const head = new TestHead()
    const shown = this.#broken.cookies?.(cookies) ?? cookies
    let session: Session | null = null
    let over = false
    void this.#open(server, shown, head).then(async (opened) => {
      session = opened
      await handler(opened)
      over = true
    })
    for (await settle(); !over; await settle()) await server.step()
    for (const line of head.cookies) this.jar.keep(this.#broken.setCookie?.(line) ?? line)
    if (session === null) throw new Error('Nothing was opened.')
    return session
  }

  async revoke(session: Session): Promise<void> {
    const server = this.#server()
    const revoking = server.sessions.revoke(session.id ?? '')
    await settle()
    await server.step()
    await revoking
  }

  async #perform(
    server: GatedServer,
    cast: Cast,
    cookies: string | undefined,
    handler: Handler,
  ): Promise<void> {
    const session = await this.#open(server, cookies, cast.head)
    const { state } = session
    const error = await handler(session).then(
      () => null,
      (failure: unknown) => failure,
    )
    this.#broken.finished?.(session, cast.head)
    cast.outcome = { state, error }
  }

  async #open(server: GatedServer, cookies: string | undefined, head: TestHead): Promise<Session> {
    const session = await server.sessions.open(carrierFor(cookies, {}, head))
    return (await this.#broken.opened?.(session, server.sessions, cookies, head)) ?? session
  }

  #server(): GatedServer {
    const store = this.#broken.store?.(this.#memory) ?? this.#memory
    const tell = (event: SessEvent) => {
      if (this.#broken.hears?.(event) ?? true) this.events.push(event)
    }
    return new GatedServer(() => store, {
      now: this.clock.now,
      onEvent: tell,
      idleTimeout: 12 * HOUR,
      groups: { api: { carrier: 'bearer' } },
    })
  }
}
