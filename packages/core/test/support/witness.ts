import { inspect } from 'node:util'

/** As a log that hides nothing would print it. */
const EVERYTHING = {
  depth: Number.POSITIVE_INFINITY,
  showHidden: true,
  getters: true,
  maxStringLength: null,
  maxArrayLength: null,
  breakLength: Number.POSITIVE_INFINITY,
  compact: true,
} as const

/** Collects every token that was ever handed out, and everything that was ever said, and looks for the ones in the other (P1). */
export class Witness {
  readonly tokens = new Set<string>()
  /** What was said, and where it was said first. */
  readonly #said = new Map<string, string>()

  /** Tokens in the cookies of a response. */
  cookies(lines: readonly string[]): void {
    for (const line of lines) {
      const token = /^[^=]+=([\w-]{116});/.exec(line)?.[1]
      if (token !== undefined) this.tokens.add(token)
    }
  }

  /** A value in every form in which it may reach a log. */
  hears(where: string, value: unknown): void {
    if (typeof value === 'string') {
      this.#note(where, value)
      return
    }
    this.#note(where, inspect(value, EVERYTHING))
    this.#note(where, JSON.stringify(value) ?? '')
    if (!(value instanceof Error)) return
    this.#note(where, `${value} ${value.message} ${value.stack}`)
    if (value.cause !== undefined) this.hears(`${where}, its cause`, value.cause)
  }

  /** Everything in a store, record by record. */
  reads(dump: string): void {
    const { records, ...rest } = JSON.parse(dump) as { records: unknown[] }
    for (const part of [...records, rest]) this.#note('the store', JSON.stringify(part))
  }

  /** Where a token, or its secret in any usual spelling, was said. */
  findings(): string[] {
    const all = [...this.#said.keys()].join('\n')
    return [...this.tokens]
      .flatMap(spellingsOf)
      .filter((spelling) => all.includes(spelling))
      .map((spelling) => `${[...this.#said].find(([text]) => text.includes(spelling))?.[1]}: ${spelling}`)
  }

  /** Whether anything that was said holds a text. */
  mentions(text: string): boolean {
    return [...this.#said.keys()].some((said) => said.includes(text))
  }

  get statements(): number {
    return this.#said.size
  }

  #note(where: string, text: string): void {
    if (!this.#said.has(text)) this.#said.set(text, where)
  }
}

/** The token, and the 32 bytes of its secret alone and with what stands around them. */
function spellingsOf(token: string): string[] {
  const bytes = Buffer.from(token, 'base64url')
  const secret = bytes.subarray(19, 51)
  return [
    token,
    secret.toString('base64url').slice(0, 42),
    secret.toString('base64').slice(0, 42),
    secret.toString('hex'),
    secret.toString('latin1'),
    [...secret].join(','),
    [...secret].join(', '),
    // Base64 of the secret as it stands inside the token: 19 bytes in, so one character is shared with what is before it.
    token.slice(26, 68),
  ]
}
