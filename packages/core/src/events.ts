import type { Actor } from './session.ts'
import type { PlaceOfAddress, UnfamiliarReason } from './sign-ins.ts'
import type { EndReason, Ref } from './store.ts'

/** What the client said of itself in a request: shown to the person, never trusted. */
export interface ClientFacts {
  /** As the binding knows it (behind a proxy: what the framework's own proxy setting says). */
  readonly address?: string
  /** The `User-Agent` header, cut at 256 characters. */
  readonly userAgent?: string
}

/**
 * Everything that happens to sessions, as one union. Events carry ids, never tokens (P1). `client` is the
 * client of the request in which it happened, absent where there was no request.
 */
export type SessEvent = { readonly at: number; readonly ref: Ref; readonly client?: ClientFacts } & (
  | { readonly type: 'session-created'; readonly mark?: string }
  | { readonly type: 'session-renewed'; readonly generation: number }
  /** A successor was handed out once more, because the answer that carried it seems lost. Many of these deserve a look. */
  | { readonly type: 'session-reissued'; readonly generation: number; readonly round: number }
  | {
      readonly type: 'session-rekeyed'
      readonly why: 'reauthenticated' | 'regenerated' | 'credentials-changed'
    }
  /** The store had lost the last renewal, and the client's newer token moved the record forward. */
  | { readonly type: 'session-advanced'; readonly generation: number }
  | { readonly type: 'session-ended'; readonly reason: EndReason; readonly by?: string }
  /** **Security event**: an authentic token came back long after it was replaced. Two parties hold this session; it has ended. */
  | { readonly type: 'token-reused'; readonly presentedGeneration: number; readonly generation: number }
  /**
   * **Security event**: an unsafe request did not show that a page of the app made it. `origin` is what it said of itself. Without
   * `enforced` it passed, for the app only wanted a report. `ref.id` is empty where the request had no session.
   */
  | {
      readonly type: 'csrf-refused'
      readonly why: 'cross-site' | 'no-token' | 'wrong-token'
      readonly origin: string | null
      readonly enforced: boolean
    }
  /** **Security event**: the app says so. Everything of that user ends, and the next sign-in has to step up; `ref.id` is empty for a user. */
  | { readonly type: 'account-compromised'; readonly evidence?: string; readonly by?: string }
  /** An elevation for one action was granted, used, or refused: the last deserves a look. */
  | { readonly type: 'elevation'; readonly action: string; readonly step: 'granted' | 'used' | 'refused' }
  /**
   * **Security event**: `began`: somebody acts as a user from now on, until `until` at the latest; `ref` is the new session, and its
   * `session-ended` is the end of it. `refused`: `method` is not for somebody who acts, or identity was not proved recently enough.
   */
  | {
      readonly type: 'impersonation'
      readonly step: 'began'
      readonly actor: Actor
      readonly until: number
    }
  | {
      readonly type: 'impersonation'
      readonly step: 'refused'
      readonly why: 'not-fresh' | 'acting'
      readonly method: string
    }
  /** A login was turned away at the limit. */
  | { readonly type: 'login-limited'; readonly active: number }
  /** A login was refused because its proof of identity began before an end-all. */
  | { readonly type: 'login-refused' }
  /** The guest's data cannot be read any more (a schema that became stricter, another version): nothing of it is carried. The login goes on. */
  | { readonly type: 'carry-skipped'; readonly error: unknown }
  /** **Security event**: a login from a device, a country or after a journey that is new to the user. Tell the person (ASVS 5.0 6.3.5). */
  | {
      readonly type: 'sign-in-unfamiliar'
      readonly reasons: readonly UnfamiliarReason[]
      /** The device as a person would name it: `Firefox on Windows`. */
      readonly label: string
      readonly place?: PlaceOfAddress
    }
  /** The ledger of devices failed, so that nobody looked whether this login is unfamiliar. The login stands. */
  | { readonly type: 'sign-in-unwatched'; readonly error: unknown }
)

/** One synchronous listener. What it throws, or rejects with, never reaches a request. */
export type EventListener = (event: SessEvent) => void

/** Makes a listener harmless: a broken log must not break a sign-in. */
export function guarded(listener: EventListener | undefined): EventListener {
  if (listener === undefined) return () => {}
  return (event) => {
    try {
      const result: unknown = listener(event)
      if (result !== undefined) Promise.resolve(result).catch(() => {})
    } catch {
      // The listener's own business.
    }
  }
}
