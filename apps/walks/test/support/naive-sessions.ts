import { randomUUID } from 'node:crypto'
import type { AuthenticationFacts, Carrier, LoginOptions, Session, SessionInfo, Sessions } from '@sess/core'
import { type DemoData, SESSION_LIMIT } from 'demo-shared'

/**
 * Sessions as they are often written by hand: one id for life under one cookie, a map that knows get and set, a limit that is
 * counted and then acted upon, a logout that clears the cookie. Every attack must get through, or it proves nothing.
 */
interface Stored {
  userId: string | null
  acr: string | null
  data: DemoData
  since: number
}

const RENEWAL = 1000

class NaiveStore extends Map<string, Stored> {
  idsOf(userId: string): string[] {
    return [...this].filter(([, one]) => one.userId === userId).map(([id]) => id)
  }

  infosOf(userId: string): SessionInfo[] {
    return this.idsOf(userId).map((id) => {
      const since = this.get(id)?.since ?? 0
      const nothing = { name: null, actor: null, authTime: null, acr: null }
      const rest = { ...nothing, group: 'web', client: {}, amr: [], current: false }
      return { id, createdAt: since, seenAt: since, expiresAt: since, ...rest }
    })
  }
}

/** What the demo asks of a session, and of all of them. */
type Asked = Pick<
  Session<DemoData>,
  | ('id' | 'userId' | 'state' | 'data' | 'acr' | 'authTime' | 'createdAt' | 'expiresAt' | 'endedBecause')
  | ('login' | 'update' | 'reauthenticate' | 'logout' | 'credentialsChanged')
  | ('list' | 'revoke' | 'revokeOthers')
>
type AskedOfAll = Pick<Sessions<DemoData>, 'open' | 'list' | 'revokeAll'>

export function naiveSessions(): Sessions<DemoData> {
  const store = new NaiveStore()
  const sessions: AskedOfAll = {
    open: async (carrier) => new NaiveSession(store, carrier) as Asked as Session<DemoData>,
    list: async (userId) => store.infosOf(userId),
    revokeAll: async (userId) => store.idsOf(userId).filter((id) => store.delete(id)),
  }
  return sessions as Sessions<DemoData>
}

class NaiveSession implements Asked {
  readonly authTime = null
  readonly expiresAt = Number.MAX_SAFE_INTEGER
  readonly endedBecause = null
  id: string | null
  readonly #store: NaiveStore
  readonly #carrier: Carrier
  readonly #loaded: Stored

  constructor(store: NaiveStore, carrier: Carrier) {
    this.#store = store
    this.#carrier = carrier
    const id = /\bsid=([^;]+)/.exec(carrier.header('cookie') ?? '')?.[1]
    const found = id === undefined ? undefined : store.get(id)
    this.id = found === undefined ? null : (id ?? null)
    this.#loaded = structuredClone(
      found ?? { userId: null, acr: null, data: { cart: [] }, since: Date.now() },
    )
    // It even renews ids; the old one goes on working.
    if (found !== undefined && Date.now() - found.since > RENEWAL) {
      this.id = null
      this.#loaded.since = Date.now()
      this.#save()
    }
  }

  get userId() {
    return this.#loaded.userId
  }
  get state() {
    return this.userId !== null ? 'user' : this.id === null ? 'none' : 'guest'
  }
  get data() {
    return this.#loaded.data
  }
  get acr() {
    return this.#loaded.acr
  }
  get createdAt() {
    return this.#loaded.since
  }

  async login(userId: string, _options?: LoginOptions<DemoData>) {
    const before = this.#store.idsOf(userId)
    // What a database and a network take on a bad day: wide enough for others to come between.
    await new Promise((resolve) => setTimeout(resolve, 500))
    for (const id of before.slice(0, Math.max(0, before.length - SESSION_LIMIT + 1))) this.#store.delete(id)
    this.#loaded.userId = userId
    this.#save()
  }
  async update(change: Partial<DemoData> | ((data: Readonly<DemoData>) => DemoData)) {
    const { data } = this.#loaded
    this.#loaded.data = typeof change === 'function' ? change(data) : { ...data, ...change }
    this.#save()
  }
  async reauthenticate({ acr }: AuthenticationFacts = {}) {
    this.#loaded.acr = acr ?? null
    this.#save()
  }
  async logout() {
    this.#carrier.response?.set('set-cookie', ['sid=; Path=/; Max-Age=0'])
  }
  async list() {
    return this.#store.infosOf(this.userId ?? '')
  }
  async credentialsChanged() {}
  async revoke() {
    return false
  }
  async revokeOthers() {
    return []
  }

  #save() {
    this.id ??= randomUUID()
    this.#store.set(this.id, this.#loaded)
    this.#carrier.response?.set('set-cookie', [`sid=${this.id}; Path=/; HttpOnly`])
  }
}
