import type { Carrier, ResponseHead, Session, Sessions } from '../../src/index.ts'
import type { Clock } from './clock.ts'
import { CookieJar } from './cookie-jar.ts'

export const SESSION = '__Host-sess'
export const GUEST = '__Host-sess-guest'

/** A response head in memory that takes nothing once it is sent. */
export class TestHead implements ResponseHead {
  sent = false
  readonly #headers = new Map<string, readonly string[]>()

  get(name: string): readonly string[] {
    return this.#headers.get(name.toLowerCase()) ?? []
  }

  set(name: string, values: readonly string[]): void {
    if (this.sent) throw new Error(`${name} was set after the head had been sent`)
    this.#headers.set(name.toLowerCase(), [...values])
  }

  get names(): string[] {
    return [...this.#headers.keys()]
  }

  get cookies(): readonly string[] {
    return this.get('set-cookie')
  }
}

export interface RequestOptions {
  readonly method?: string
  readonly url?: string
  readonly secure?: boolean
  readonly address?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** One request that is being answered: what its handler has, and the response under way. */
export interface Exchange<Data extends object> {
  readonly session: Session<Data>
  readonly head: TestHead
  readonly carrier: Carrier
  /** The answer arrives: the jar keeps its cookies. Without it the answer is lost. */
  deliver(): void
}

/** A browser with a cookie jar in front of an app; tabs share the jar. */
export class Browser<Data extends object = Record<string, unknown>> {
  readonly jar: CookieJar
  readonly #sessions: Sessions<Data>
  readonly #clock: Clock

  constructor(sessions: Sessions<Data>, clock: Clock, secureOrigin = true) {
    this.#sessions = sessions
    this.#clock = clock
    this.jar = new CookieJar(clock, secureOrigin)
  }

  /** The session token that the browser holds. */
  get token(): string | undefined {
    return this.jar.get(SESSION)
  }

  /** A request with the cookies of this very moment; the handler is the test itself. */
  async request(options: RequestOptions = {}): Promise<Exchange<Data>> {
    const head = new TestHead()
    const carrier = carrierFor(this.jar.header(), options, head)
    const session = await this.#sessions.open(carrier)
    const deliver = () => {
      head.sent = true
      for (const line of head.cookies) this.jar.keep(line)
    }
    return { session, head, carrier, deliver }
  }

  /** A whole exchange: request, handler, and an answer that arrives, also when the handler throws. */
  async visit<T = void>(
    handler: (session: Session<Data>, exchange: Exchange<Data>) => T | Promise<T> = () => undefined as T,
    options: RequestOptions = {},
  ): Promise<Exchange<Data> & { readonly value: T }> {
    const exchange = await this.request(options)
    try {
      const value = await handler(exchange.session, exchange)
      return { ...exchange, value }
    } finally {
      exchange.deliver()
    }
  }

  /** Somebody who has copied the jar as it is now. */
  thief(): Browser<Data> {
    const thief = new Browser(this.#sessions, this.#clock)
    thief.jar.takeOver(this.jar)
    return thief
  }
}

/** What a binding would make of such a request. */
export function carrierFor(
  cookie: string | undefined,
  { method = 'GET', url = '/', secure = true, address, headers = {} }: RequestOptions,
  response: TestHead,
): Carrier & { readonly response: TestHead } {
  const all: Record<string, string> = { host: 'app.example', ...(cookie && { cookie }), ...headers }
  return {
    method,
    url,
    secure,
    address,
    header: (name) => (Object.hasOwn(all, name) ? all[name] : undefined),
    response,
  }
}
