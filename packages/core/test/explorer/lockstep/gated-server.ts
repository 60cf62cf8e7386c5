import { type Context, resolveContext } from '../../../src/context.ts'
import { createSessions } from '../../../src/create-sessions.ts'
import type { Sessions } from '../../../src/facade.ts'
import type { SessionsOptions } from '../../../src/options.ts'
import type { SessionStore } from '../../../src/store.ts'

/** Everything that can go on without the store has gone on. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** One server, for one request: every command that it gives waits until it is let through. */
export class GatedServer {
  readonly sessions: Sessions
  readonly context: Context<Record<string, unknown>>
  /** The command that waits. */
  waiting: { readonly verb: keyof SessionStore; readonly pass: () => void } | null = null

  /** `store` is asked anew for every command: after a fail-over it is another one. */
  constructor(store: () => SessionStore, options: Omit<SessionsOptions, 'store'>) {
    const gate = (verb: keyof SessionStore) =>
      new Promise<void>((pass) => {
        this.waiting = { verb, pass }
      })
    const gated: SessionStore = {
      create: async (...given) => gate('create').then(() => store().create(...given)),
      read: async (...given) => gate('read').then(() => store().read(...given)),
      replace: async (...given) => gate('replace').then(() => store().replace(...given)),
      end: async (...given) => gate('end').then(() => store().end(...given)),
      list: async (...given) => gate('list').then(() => store().list(...given)),
      endAll: async (...given) => gate('endAll').then(() => store().endAll(...given)),
    }
    this.sessions = createSessions({ ...options, store: gated })
    this.context = resolveContext({ ...options, store: gated })
  }

  /** Lets the waiting command through, and waits until nothing goes on any more. */
  async step(): Promise<void> {
    const { waiting } = this
    if (waiting === null) throw new Error('No command waits.')
    this.waiting = null
    waiting.pass()
    await settle()
  }
}
