import type { ResponseHead } from './carrier.ts'
import { HeadersSentError } from './errors.ts'
import type { SessEvent } from './events.ts'
import { guardedStore } from './guarded-store.ts'
import type { Session } from './session.ts'
import { putCookie, type Slot } from './slot.ts'
import type { SessionStore } from './store.ts'

/** What a session does inside a transaction of the app's, kept from everybody until it is known how that ends. */
interface Part<Data extends object> {
  readonly slot: Slot<Data>
  readonly head: HeldHead | null
  readonly events: SessEvent[]
}

/** `session.transaction`: the request's session changes, and cookies and events go out, when `work` has resolved. */
export async function transact<Data extends object, T>(
  slot: Slot<Data>,
  work: (within: (store: SessionStore) => Session<Data>) => Promise<T>,
  sessionOf: (slot: Slot<Data>) => Session<Data>,
): Promise<T> {
  const { context, carrier } = slot
  let last: Part<Data> | null = null
  const ended = (): Part<Data> | null => last
  try {
    const result = await work((store) => {
      // Anew each time: whatever was done before has been rolled back if the app begins again.
      last = begin(slot, store)
      return sessionOf(last.slot)
    })
    const part = ended()
    if (part === null) return result
    Object.assign(slot, { ...part.slot, context, carrier })
    for (const event of part.events) context.emit(event)
    part.head?.release()
    return result
  } catch (error) {
    // Who was turned away was turned away, whatever became of the transaction.
    for (const event of ended()?.events ?? [])
      if (event.type === 'login-limited' || event.type === 'login-refused') context.emit(event)
    throw error
  }
}

function begin<Data extends object>(slot: Slot<Data>, store: SessionStore): Part<Data> {
  const { context, carrier } = slot
  const { response, ...request } = carrier
  const header = (name: string) => carrier.header(name)
  const head = response === undefined ? null : new HeldHead(response)
  const events: SessEvent[] = []
  const emit = (event: SessEvent) => {
    events.push(event)
  }
  return {
    slot: {
      ...slot,
      context: { ...context, store: guardedStore(store, false), emit },
      carrier: { ...request, header, ...(head !== null && { response: head }) },
    },
    head,
    events,
  }
}

/** Cookies that wait. What goes with them is set when they are: it depends on what else the response says by then. */
class HeldHead implements ResponseHead {
  readonly #head: ResponseHead
  readonly #before: readonly string[]
  #cookies: readonly string[]

  constructor(head: ResponseHead) {
    this.#head = head
    this.#before = head.get('set-cookie')
    this.#cookies = this.#before
  }

  get sent(): boolean {
    return this.#head.sent
  }

  get(name: string): readonly string[] {
    return name === 'set-cookie' ? this.#cookies : this.#head.get(name)
  }

  set(name: string, values: readonly string[]): void {
    if (name === 'set-cookie') this.#cookies = values
  }

  release(): void {
    const withdrawn = this.#before.filter((cookie) => !this.#cookies.includes(cookie))
    const added = this.#cookies.filter((cookie) => !this.#before.includes(cookie))
    if (withdrawn.length + added.length === 0) return
    if (this.sent) throw new HeadersSentError('transaction', true)
    const kept = this.#head.get('set-cookie').filter((cookie) => !withdrawn.includes(cookie))
    this.#head.set('set-cookie', kept)
    for (const cookie of added) putCookie(this.#head, cookie.slice(0, cookie.indexOf('=')), cookie)
  }
}
