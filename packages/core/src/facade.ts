import type { Carrier } from './carrier.ts'
import type { ClientFacts } from './events.ts'
import type { Session, SessionInfo, SessionView } from './session.ts'
import type { AuthenticationFacts } from './sign-in-options.ts'
import type { EndReason } from './store.ts'

export interface RevokeOptions {
  /** What the holder is told. Default `'revoked-by-administrator'`. */
  readonly reason?: EndReason
  /** Who did it, for the record. */
  readonly by?: string
}

export interface IssueOptions extends AuthenticationFacts {
  /** A group whose carrier is `bearer`. */
  readonly group: string
  /**
   * When the proof of identity began (ms since the epoch), at most `loginTimeout` ago: for example when the request with the
   * credentials came in. An end-all since then refuses the session, so there is no default.
   */
  readonly authenticatedAt: number
  /** What to show the user of this client in "my sessions". Default: nothing. */
  readonly client?: ClientFacts
}

export interface SweepOptions {
  /** How many records go at once, at most: what the store has to do in one step. Default 1000. */
  readonly batch?: number
  /** Hears after each batch how many records are gone so far. `false` stops; the next sweep goes on from there. */
  readonly onProgress?: (removed: number) => unknown
}

/** An account that is in somebody else's hands: named by its user, or by any session of it, alive or not. */
export type Compromised = { readonly userId: string } | { readonly id: string }

export interface CompromiseOptions {
  /** What shows it, for the event: a link that a person followed, a finding of a monitor. No secrets. */
  readonly evidence?: string
  /** Who said so, for the record. */
  readonly by?: string
}

/** What `createSessions` returns: opens the session of a request, and manages sessions without one. */
export interface Sessions<Data extends object = Record<string, unknown>> {
  /**
   * The session of a request: reads the cookie (or the bearer token), asks the store once, renews and touches what is due.
   * A missing, expired, forged or garbled token gives a guest, never an error. `StoreError` when the store is down. `CsrfError` for
   * an unsafe request, or the handshake of a WebSocket, that a cookie of ours came with and that is not shown to be ours.
   */
  open(carrier: Carrier): Promise<Session<Data>>
  /** The same where no cookie can be set: only looks. */
  view(carrier: Omit<Carrier, 'response'>): Promise<SessionView<Data>>
  /** The user's live sessions, oldest first. */
  list(userId: string): Promise<readonly SessionInfo[]>
  /** Ends one session by its id (ASVS 5.0 7.4.5). `false` if it is missing or already over. */
  revoke(id: string, options?: RevokeOptions): Promise<boolean>
  /**
   * Ends all sessions of a user, and refuses logins already under way; returns the ended ids. Moments of different servers are
   * compared: a login that began within `clockSkew` before it, on a server whose clock is ahead, is not refused.
   */
  revokeAll(
    userId: string,
    options?: RevokeOptions & { readonly except?: string },
  ): Promise<readonly string[]>
  /**
   * The account is in somebody else's hands: all its sessions end (`'compromised'`), logins under way are refused, an event goes out,
   * and the user is marked until somebody has signed in *and* stepped up: guards let no new session pass before that, and `issue` makes
   * none. Returns the ended ids; none for an id that nobody knows. Of a guest's id only that session ends.
   */
  compromised(who: Compromised, options?: CompromiseOptions): Promise<readonly string[]>
  /**
   * A session for a client without cookies: returns its bearer token, once. `SessionLimitError` and `LoginRefusedError` as with
   * `login`, `TypeError` for a group whose tokens are cookies.
   */
  issue(userId: string, options: IssueOptions): Promise<{ readonly token: string; readonly id: string }>
  /**
   * Removes all records that nobody needs any more, in batches, and gives their number. For stores without native expiry: run it
   * from a timer or from cron, as often as you like and in any number of processes. With other stores it does nothing.
   */
  sweep(options?: SweepOptions): Promise<number>
}
