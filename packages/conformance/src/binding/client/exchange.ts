import { once } from 'node:events'
import { type Agent, type IncomingMessage, request } from 'node:http'

/** How long an answer, or its next piece, may take. Only bounds a failure. */
const PATIENCE = 10_000

export interface Sent {
  readonly method: string
  readonly url: string
  /** As they go out, one line each: nothing is joined, nothing is added but what HTTP itself needs. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string
  readonly agent?: Agent
}

/** A head that has arrived, with the body still under way. */
export class Exchange {
  readonly status: number
  readonly url: string
  readonly #message: IncomingMessage
  readonly #pieces: AsyncIterator<string>

  constructor(url: string, message: IncomingMessage) {
    this.url = url
    this.status = message.statusCode ?? 0
    this.#message = message
    this.#pieces = message.setEncoding('utf8')[Symbol.asyncIterator]()
  }

  /** The values of a header, one per line that came. */
  lines(name: string): string[] {
    const { rawHeaders } = this.#message
    return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name)
  }

  /** Every header that came, as text. */
  get head(): string {
    return this.#message.rawHeaders.join('\n')
  }

  /** The next piece of the body, as it comes in; `null` at its end. */
  async next(): Promise<string | null> {
    const { done, value } = await this.#pieces.next()
    return done === true ? null : value
  }

  /** All of the body that has not been read. */
  async rest(): Promise<string> {
    let text = ''
    for (let piece = await this.next(); piece !== null; piece = await this.next()) text += piece
    return text
  }

  /** The client goes away, in the middle of the answer. */
  leave(): void {
    this.#message.destroy()
  }
}

/** Sends a request over a connection of its own (or one of the agent's), and resolves when the head of the answer is there. */
export async function exchange(sent: Sent, signal?: AbortSignal): Promise<Exchange> {
  const { method, url, headers, body, agent } = sent
  const lines = [['host', new URL(url).host] as const, ...headers]
  if (body !== undefined) lines.push(['content-length', String(Buffer.byteLength(body))])
  const outgoing = request(url, {
    method,
    agent: agent ?? false,
    headers: lines.flat(),
    ...(signal && { signal }),
  })
  outgoing.setTimeout(PATIENCE, () =>
    outgoing.destroy(new Error(`${method} ${url}: nothing came for ${PATIENCE} ms.`)),
  )
  // What breaks once the head has come shows in the body; nobody listens here by then.
  outgoing.on('error', () => {})
  outgoing.end(body)
  const [message] = (await once(outgoing, 'response')) as [IncomingMessage]
  return new Exchange(url, message)
}
