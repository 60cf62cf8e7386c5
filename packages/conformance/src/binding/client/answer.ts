import type { Exchange } from './exchange.ts'

/** An answer that has come in whole. */
export class Answer {
  readonly status: number
  readonly text: string
  /** One per line that came. */
  readonly setCookies: readonly string[]
  readonly head: string
  readonly #exchange: Exchange

  constructor(exchange: Exchange, text: string) {
    this.#exchange = exchange
    this.status = exchange.status
    this.head = exchange.head
    this.setCookies = exchange.lines('set-cookie')
    this.text = text
  }

  /** The values of a header, a list split at its commas, in lower case. */
  list(name: string): string[] {
    return this.#exchange
      .lines(name)
      .flatMap((line) => line.split(','))
      .map((value) => value.trim().toLowerCase())
  }

  /** Where a redirect leads. */
  get location(): URL | null {
    const [location] = this.#exchange.lines('location')
    return location === undefined ? null : new URL(location, this.#exchange.url)
  }

  /** The body as JSON; `null` where it is none. */
  get json(): Record<string, unknown> | null {
    try {
      return JSON.parse(this.text)
    } catch {
      return null
    }
  }

  /** What a `Set-Cookie` line of this answer gives the cookie; `''` clears it. */
  cookie(name: string): string | undefined {
    const line = this.setCookies.find((one) => one.startsWith(`${name}=`))
    return line?.slice(name.length + 1).split(';')[0]
  }
}
