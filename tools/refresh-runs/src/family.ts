import { createSessions, type SessEvent, type SessionStore } from '@sess/core'
import { createTokens, type KeyRing, type TokenEndpoints, type Tokens } from '@sess/core/tokens'
import { NetworkTime } from './network-time.ts'
import type { Random } from './random.ts'

const SECOND = 1000
/** A request, and an answer, takes up to this long on its way: less than half of the overlap of 30 s, together. */
const SLOWEST = 12 * SECOND
/** A client that has no answer by then asks again. */
const PATIENCE = 26 * SECOND
/** The answer to the third request arrives: no answer stays lost for longer than the renewal interval, as the assumptions say. */
const ATTEMPTS = 3
const LOST = 0.2
const DUPLICATED = 0.15

/** Whoever presents a refresh token, and keeps what comes back: the tabs of one browser share one. */
export interface Jar {
  token: string
}

/** One session of an API client, over a bad network, with a time of its own. */
export class Family {
  readonly time: NetworkTime
  readonly jar: Jar = { token: '' }
  readonly events: SessEvent[] = []
  /** What the honest client was answered that was no token. */
  readonly refused: string[] = []
  /** What happened on the way. */
  readonly sum = { refreshes: 0, lost: 0, duplicated: 0, overtaken: 0 }
  readonly #random: Random
  readonly #userId: string
  readonly #tokens: Tokens<object>
  #sent = 0
  #newest = 0

  constructor(store: SessionStore, keys: KeyRing, random: Random, userId: string) {
    this.time = new NetworkTime(random)
    this.#random = random
    this.#userId = userId
    const sessions = createSessions({
      store,
      now: this.time.now,
      groups: { api: { carrier: 'token-endpoint' } },
      onEvent: (event) => this.events.push(event),
    })
    const issuer = 'https://auth.example.com'
    this.#tokens = createTokens<object>(sessions, { issuer, audience: 'https://api.example.com', keys })
  }

  get endpoints(): TokenEndpoints {
    return this.#tokens.endpoints
  }

  count(type: SessEvent['type']): number {
    return this.events.filter((event) => event.type === type).length
  }

  async signIn(): Promise<void> {
    const given = { clientId: 'app', authenticatedAt: this.time.now() }
    const { body } = await this.time.instantly(() => this.#tokens.issue(this.#userId, given))
    this.jar.token = body.refresh_token ?? ''
  }

  /** Several tabs that find their access token over, at once or nearly so. */
  async round(tabs: number): Promise<void> {
    await Promise.all(
      Array.from({ length: tabs }, async () => {
        if (this.#random() < 0.5) await this.time.wait(this.#random() * 10 * SECOND)
        await this.refresh(this.jar)
      }),
    )
  }

  /** A moment in which nothing is lost, late or repeated. */
  async calmRound(tabs: number): Promise<void> {
    await Promise.all(Array.from({ length: tabs }, () => this.#copy(this.jar, this.jar.token, true, 0)))
  }

  /** A refresh as a client does it: asked again until there is an answer. */
  async refresh(jar: Jar): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const sure = attempt === ATTEMPTS
      const answered = this.#exchange(jar, sure)
      if (await Promise.race([answered, this.time.wait(PATIENCE).then(() => false)])) return
    }
  }

  /** One request, which may arrive twice, and whose answers may be lost, late, or in another order. `false` when none of them came. */
  async #exchange(jar: Jar, sure: boolean): Promise<boolean> {
    const { token } = jar
    const twice = this.#random() < DUPLICATED
    if (twice) this.sum.duplicated++
    const copies = await Promise.all([this.#copy(jar, token, sure), twice && this.#copy(jar, token, false)])
    if (copies.some((came) => came)) return true
    await this.time.wait(PATIENCE)
    return false
  }

  async #copy(jar: Jar, token: string, sure: boolean, slowest = SLOWEST): Promise<boolean> {
    const number = ++this.#sent
    const way = () => this.time.wait(this.#random() ** 2 * slowest)
    await way()
    const { status, body } = await this.time.instantly(() => this.#ask(token))
    this.sum.refreshes++
    await way()
    if (!sure && this.#random() < LOST) {
      this.sum.lost++
      return false
    }
    if (status !== 200) {
      if (jar === this.jar) this.refused.push(`${status} ${body.error} ${body.reason ?? ''}`)
      return true
    }
    if (jar === this.jar && number < this.#newest) this.sum.overtaken++
    if (jar === this.jar) this.#newest = Math.max(this.#newest, number)
    if (body.refresh_token !== undefined) jar.token = body.refresh_token
    return true
  }

  async #ask(token: string): Promise<{ status: number; body: Record<string, string | undefined> }> {
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, client_id: 'app' })
    const request = new Request('https://auth.example.com/token', { method: 'POST', body })
    const response = await this.#tokens.endpoints.token(request)
    return { status: response.status, body: await response.json() }
  }
}
