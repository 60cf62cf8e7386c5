/** What the demo says of the session behind a request: `GET /api/session`. */
export interface SessionFacts {
  readonly state: string
  readonly userId: string | null
  readonly id: string | null
  readonly cart: readonly string[]
  readonly acr: string | null
  readonly endedBecause: string | null
}

export interface Reply {
  readonly status: number
  readonly text: string
  /** The request and its answer in one line, for the page. */
  readonly wire: string
  /** The names of the cookies that it set. */
  readonly cookies: readonly string[]
}

/** How requests travel: over the network, or into the app that runs in this very process. */
export type Fetch = (request: Request) => Promise<Response>

const LIKE_A_BROWSER = { accept: 'application/json', 'sec-fetch-site': 'same-origin' }

/** A browser as far as an attack needs one: it keeps cookies, and they can be stolen from it, or planted in it. */
export class Client {
  readonly #baseUrl: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #jar: Map<string, string>
  readonly #fetch: Fetch

  constructor(
    baseUrl: string,
    headers: Readonly<Record<string, string>> = {},
    jar = new Map<string, string>(),
    fetch: Fetch = globalThis.fetch,
  ) {
    this.#baseUrl = baseUrl
    this.#headers = headers
    this.#jar = jar
    this.#fetch = fetch
  }

  get(path: string): Promise<Reply> {
    return this.#send('GET', path)
  }

  /** Sends a form, as a page would. */
  post(path: string, form: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.#send('POST', path, new URLSearchParams(form))
  }

  async facts(): Promise<SessionFacts & { readonly wire: string }> {
    const reply = await this.get('/api/session')
    const none = { state: 'none', userId: null, id: null, cart: [], acr: null, endedBecause: null }
    const facts: SessionFacts = reply.status === 200 ? JSON.parse(reply.text) : none
    return { ...facts, wire: `${reply.wire}, userId ${facts.userId}` }
  }

  async signIn({ id, password }: { readonly id: string; readonly password: string }): Promise<Reply> {
    return this.post('/sign-in', { name: id, password })
  }

  /** Somebody else with a copy of all the cookies. */
  copy(): Client {
    return new Client(this.#baseUrl, this.#headers, new Map(this.#jar), this.#fetch)
  }

  /** Somebody without any cookies. */
  stranger(): Client {
    return new Client(this.#baseUrl, this.#headers, new Map(), this.#fetch)
  }

  /** Takes over all the cookies of somebody else. */
  plant(from: Client): void {
    for (const [name, value] of from.#jar) this.#jar.set(name, value)
  }

  /** The cookie that stands for a signed-in session, as the demo names it. */
  sessionCookie(): { readonly name: string; readonly value: string } {
    const found = [...this.#jar].find(([name]) => !name.endsWith('-guest'))
    if (found === undefined) throw new Error('The demo set no session cookie.')
    return { name: found[0], value: found[1] }
  }

  setCookie(name: string, value: string): void {
    this.#jar.set(name, value)
  }

  async #send(method: string, path: string, body?: URLSearchParams): Promise<Reply> {
    const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const request = new Request(this.#baseUrl + path, {
      method,
      redirect: 'manual',
      headers: { ...LIKE_A_BROWSER, ...this.#headers, ...(cookie !== '' && { cookie }) },
      ...(body !== undefined && { body }),
    })
    const fetch = this.#fetch
    const response = await fetch(request)
    const cookies = response.headers.getSetCookie().map((line) => this.#keep(line))
    const text = await response.text()
    const to = response.headers.get('location')
    const wire = `${method} ${path} → ${response.status}${to === null ? '' : `, to ${to}`}`
    return { status: response.status, text, wire, cookies }
  }

  #keep(line: string): string {
    const [pair = ''] = line.split(';')
    const name = pair.slice(0, pair.indexOf('='))
    const value = pair.slice(name.length + 1)
    if (value === '') this.#jar.delete(name)
    else this.#jar.set(name, value)
    return name
  }
}
