import { openToken } from '../../../src/open-token.ts'
import type { Session } from '../../../src/session.ts'
import { formatToken, parseToken, type Token } from '../../../src/token.ts'
import { carrierFor, SESSION, TestHead } from '../../support/browser.ts'
import type { Operation, Request } from '../world.ts'
import { type GatedServer, settle } from './gated-server.ts'

/** What a request of the model does, done by the real facade, one store command at a time. */
export class RealRequest {
  readonly #server: GatedServer
  readonly #operation: Operation
  readonly #head = new TestHead()
  #session: Session | null = null
  #opened: 'pending' | 'served' | 'refused' = 'pending'
  #handled: 'not yet' | 'pending' | 'done' = 'not yet'
  #handOut: Token | null = null

  constructor(server: GatedServer, { via, operation }: Pick<Request, 'via' | 'operation'>, token: string) {
    this.#server = server
    this.#operation = operation
    void this.#open(via, token)
  }

  /** Where it stands, in the words of the model. */
  get phase(): Request['phase']['at'] | 'over' {
    const verb = this.#server.waiting?.verb
    if (this.#handled === 'pending') return 'handler'
    if (this.#opened === 'pending') return verb === 'replace' ? 'writing' : verb === 'end' ? 'ending' : 'sent'
    const goesOn = this.#opened === 'served' && this.#operation !== 'read' && this.#handled === 'not yet'
    return goesOn ? 'handler' : 'over'
  }

  /** Whether its handler has seen what won, and is about to try again: no time passes there in the model. */
  get retries(): boolean {
    return this.#handled === 'pending'
  }

  /** The token that its answer carries. */
  get handed(): string | null {
    if (this.#handOut !== null) return formatToken(this.#handOut)
    const line = this.#head.cookies.find((cookie) => cookie.startsWith(`${SESSION}=`))
    return /=([\w-]{116});/.exec(line ?? '')?.[1] ?? null
  }

  async step(): Promise<void> {
    if (this.phase === 'handler' && this.#handled === 'not yet') {
      this.#handled = 'pending'
      void this.#handle().finally(() => {
        this.#handled = 'done'
      })
      await settle()
    }
    await this.#server.step()
  }

  async #open(via: Request['via'], token: string): Promise<void> {
    const { sessions, context } = this.#server
    const carrier = carrierFor(`${SESSION}=${token}`, {}, this.#head)
    if (via === 'token-endpoint') {
      const opened = await openToken(context, parseToken(token) as Token, 'session-cookie', via, {})
      this.#opened = opened.kind === 'served' ? 'served' : 'refused'
      this.#handOut = opened.kind === 'served' ? opened.handOut : null
    } else if (via === 'none') {
      this.#opened = (await sessions.view(carrier)).state === 'user' ? 'served' : 'refused'
    } else {
      this.#session = await sessions.open(carrier)
      this.#opened = this.#session.state === 'user' ? 'served' : 'refused'
    }
  }

  /** What it fails with is the model's business too: the session as it stands afterwards is compared. */
  async #handle(): Promise<void> {
    const session = this.#session
    if (session === null) throw new Error('Only a request with cookies has a handler.')
    try {
      if (this.#operation === 'write')
        await session.update(({ writes }) => ({ writes: Number(writes ?? 0) + 1 }))
      if (this.#operation === 'rekey') await session.regenerate()
      if (this.#operation === 'logout') await session.logout()
    } catch (error) {
      if (!(error instanceof Error) || !/re-keyed|new key|ended/.test(error.message)) throw error
    }
  }
}
