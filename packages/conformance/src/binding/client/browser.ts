import type { Agent } from 'node:http'
import { CookieJar } from 'tough-cookie'
import { Answer } from './answer.ts'
import { type Exchange, exchange } from './exchange.ts'

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>
  /** `false`: the answer is lost, and the jar learns nothing. */
  readonly keep?: boolean
  readonly signal?: AbortSignal
}

/** A browser on one origin: with a jar that follows RFC 6265bis, or one that just sends what it was given. */
export class Browser {
  readonly base: string
  readonly jar: CookieJar
  readonly #agent: Agent | undefined

  constructor(base: string, jar = new CookieJar(undefined, { prefixSecurity: 'strict' }), agent?: Agent) {
    this.base = base
    this.jar = jar
    this.#agent = agent
  }

  get(path: string, asked?: Asked): Promise<Answer> {
    return this.send('GET', path, asked)
  }

  post(path: string, asked?: Asked): Promise<Answer> {
    return this.send('POST', path, asked)
  }

  async send(method: string, path: string, asked?: Asked): Promise<Answer> {
    const begun = await this.begin(method, path, asked)
    return new Answer(begun, await begun.rest())
  }

  /** Resolves when the head of the answer is there, with its cookies kept. */
  async begin(method: string, path: string, asked: Asked = {}): Promise<Exchange> {
    const url = this.base + path
    const { origin } = new URL(url)
    const cookie = this.jar.getCookieStringSync(url)
    const headers = {
      'sec-fetch-site': 'same-origin',
      'sec-fetch-mode': 'cors',
      ...(method === 'POST' && { origin }),
      ...(cookie !== '' && { cookie }),
      ...asked.headers,
    }
    const sent = { method, url, headers: Object.entries(headers), ...(this.#agent && { agent: this.#agent }) }
    const begun = await exchange(sent, asked.signal)
    if (asked.keep !== false) for (const line of begun.lines('set-cookie')) this.jar.setCookieSync(line, url)
    return begun
  }

  /** Another tab of this browser, or this browser on another app of the host: the jar is shared. */
  on(base: string): Browser {
    return new Browser(base, this.jar)
  }

  /** The same jar, with all requests over one connection. */
  over(agent: Agent): Browser {
    return new Browser(this.base, this.jar, agent)
  }

  cookie(name: string): string | undefined {
    return this.jar.getCookiesSync(`${this.base}/`).find(({ key }) => key === name)?.value
  }

  /** Puts a cookie there by other means: planted by an attacker, or taken from another jar. */
  plant(name: string, value: string): void {
    this.jar.setCookieSync(`${name}=${value}; Path=/; Secure; HttpOnly`, `${this.base}/`)
  }
}
