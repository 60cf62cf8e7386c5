import type { ClientFacts } from './events.ts'
import type {
  AuthenticationFacts,
  CompleteLoginOptions,
  ElevationOptions,
  ImpersonateOptions,
  LoginOptions,
  PendingLogin,
} from './sign-in-options.ts'
import type { EndReason, SessionStore } from './store.ts'

/** Who acts in a session of somebody else (RFC 8693 §4.1): a member of staff, and why. */
export interface Actor {
  readonly userId: string
  /** The session in which that was decided; it is over since. */
  readonly sessionId: string
  readonly reason: string
}

/** A session as its user may see it: a line in "my sessions". */
export interface SessionInfo {
  readonly id: string
  readonly group: string
  readonly createdAt: number
  readonly seenAt: number
  /** The earlier of the two deadlines, as they stand now. */
  readonly expiresAt: number
  /** Whether it is the session that asks. */
  readonly current: boolean
  /** What the client said of itself when it signed in. */
  readonly client: ClientFacts
  /** What the person calls it (`renameSession` of `@sess/core/account`), or `null`. */
  readonly name: string | null
  /** Who acts in it in the person's stead, or `null`. */
  readonly actor: Actor | null
  readonly authTime: number | null
  readonly acr: string | null
  readonly amr: readonly string[]
}

/** Which session a request has: none at all, a guest's, a user's, or a key that was just replaced (`superseded`: ask the client to retry). */
export type SessionState = 'none' | 'guest' | 'user' | 'superseded'

/**
 * What every place may do with a session: look at it. This is all that a place without a response
 * (a React Server Component) gets, so that misuse fails at compile time.
 */
export interface SessionView<Data extends object = Record<string, unknown>> {
  readonly state: SessionState
  /** The public handle of the session, or `null` where nothing is stored. Log it; it is no credential. */
  readonly id: string | null
  /** The signed-in user, or `null`. */
  readonly userId: string | null
  readonly group: string
  /**
   * Whether the session has to step up before guards let it pass: it was created after `sessions.compromised`. `reauthenticate` with an
   * `acr`, or with two methods, lifts it.
   */
  readonly marked: boolean
  /** Whether the client came with a bearer token of ours, or with what looks like one where a group takes them: no browser's doing. */
  readonly bearer: boolean
  /**
   * The app's data: what the schema makes of `{}` where nothing is stored. A snapshot, frozen all the way down; `update` changes it.
   * Reading it throws `InvalidDataError` where a schema that became stricter refuses what is stored.
   */
  readonly data: Readonly<Data>
  /** When the user last proved identity (ms), or `null`. OpenID Connect `auth_time`. */
  readonly authTime: number | null
  /** How long ago that was (ms), by the clock of `createSessions`, or `null`. Judged at this very read. */
  readonly authAge: number | null
  /** The authentication context class, or `null`; an elevation lapses by time, judged at this very read. */
  readonly acr: string | null
  /** The authentication methods used (RFC 8176). */
  readonly amr: readonly string[]
  /**
   * The member of staff who acts here in the user's stead, or `null`. Nothing was proved to be the user's doing then: `authTime` and
   * `acr` are `null`, so a guard with a `maxAge` or an `acr` lets it pass nowhere.
   */
  readonly actor: Actor | null
  readonly createdAt: number | null
  /** The earlier of the two deadlines, or `null`. */
  readonly expiresAt: number | null
  /** Why the user's session that this client presented is over: only its holder learns it. `null` for guests. */
  readonly endedBecause: EndReason | null
  /**
   * Aborts, with a `SessionEndedError` that has the reason, within about a second of the session's end, wherever that happens, its
   * deadlines included: for WebSockets, SSE and other answers that last. With a `SupersededError` when the session is re-keyed: close,
   * and let the client come again with its new token. It listens to the store's notices, and reads the session twice a second where a
   * store has none; an outage of the store is no end. Already aborted for a session that is over, and never for a visitor without one.
   */
  readonly signal: AbortSignal
  /** As in a session; `null` for a visitor without one whose browser has no CSRF cookie yet, for none can be set here. */
  csrfToken(): string | null
}

/**
 * The session of one request. Every method writes when awaited, and is done when it resolves; nothing is
 * written at the end of the response. Methods of one session run one after the other.
 *
 * Each of them rejects with `StoreError` when the store is down (nothing is concluded, no cookie changes),
 * `SupersededError` when the session was re-keyed meanwhile, `SessionEndedError` when it ended meanwhile, and `TypeError` for a
 * mistake in the call, before anything is written. Those that set a cookie reject with `HeadersSentError` when it is too late.
 */
export interface Session<Data extends object = Record<string, unknown>> extends SessionView<Data> {
  /**
   * A CSRF token for a form or for `fetch`, another text at every call: for clients that send neither Fetch Metadata nor Origin.
   * It is derived from the session's key, so it holds until the session ends or is re-keyed. A visitor without a session gets one
   * that is signed with `secrets` and bound to a cookie that this sets: `ConfigError` where there are no `secrets`,
   * `HeadersSentError` where it is too late.
   */
  csrfToken(): string
  /**
   * Signs the user in: a new record with a new token; the guest's, or whatever session the request had, is
   * superseded and dead at once (ASVS 5.0 7.2.4). `SessionLimitError` at a full limit, `LoginRefusedError`
   * if the proof of identity began before an end-all or too long ago, `InvalidDataError` for what `carry` made,
   * `CsrfError` for an unsafe request that is not shown to be ours, even without any cookie (login CSRF).
   */
  login(userId: string, options?: LoginOptions<Data>): Promise<void>
  /**
   * The login that a full limit turned away in this browser (`overflow: 'ask'`), or `null`. Its ticket is good for this and for
   * `completeLogin`, and for nothing else: no session is open yet.
   */
  pendingLogin(): Promise<PendingLogin | null>
  /**
   * Ends the sessions that the person chose and signs in, in one step, as `login` would have with the same facts. Once: a ticket makes
   * one session. `LoginRefusedError` without a ticket, with an old or a used one, or after an end-all; `SessionLimitError` if that
   * frees no place, and then it can be tried again; else as `login`.
   */
  completeLogin(options: CompleteLoginOptions<Data>): Promise<void>
  /**
   * Merges a patch into the data, or applies a function to it, retried until it lands: no concurrent write is lost. The function
   * gets a frozen snapshot and gives the whole new data; it is synchronous and may run several times, so keep it pure. A guest's
   * first write makes its record; one that changes nothing does not. A key whose value is `undefined` goes.
   * What is stored is what JSON makes of the result (a Date becomes a text, NaN becomes null, a function goes): `TypeError` where it
   * makes nothing (a BigInt, a cycle) or no object, or where the schema changes its own result when it reads it again;
   * `InvalidDataError` if the schema refuses the result, or could not read it again.
   */
  update(change: Partial<Data> | ((data: Readonly<Data>) => Data)): Promise<void>
  /**
   * The user has proved identity again (ASVS 5.0 7.5.1): re-keyed, `authTime` is now, `amr` and `acr` as given.
   * `NotAuthenticatedError` for a guest.
   */
  reauthenticate(facts?: AuthenticationFacts): Promise<void>
  /**
   * Lets the user do one thing once: "delete this account". Call it when identity has just been proved, put the text into the form
   * that confirms, and hand it to `useElevation` there. It is of use to this session alone, with its present key, for this action, and
   * until `for` after the proof of identity: `ElevationError` if that is over already. Signed with `secrets`; nothing is stored.
   * `NotAuthenticatedError` for a guest, `ConfigError` without `secrets` or `replayGuard`.
   */
  elevate(action: string, options?: ElevationOptions): Promise<string>
  /**
   * Uses an elevation up, right before what it allows. `ElevationError` for one of another session, key or action, for an old one, and for
   * the second use, whatever races. `StoreError` when the `replayGuard` is down.
   */
  useElevation(elevation: string, action: string): Promise<void>
  /**
   * A member of staff acts as a user: a session of that user in the group `impersonation`, whose `actor` is the user of this session, takes
   * this one's place in the browser; this one ends, so whoever is done logs out, and signs in again. That this user may do it is the
   * app's to decide. The new session counts for no limit, ends after `for` at the latest, and is the user's to see and to end. In it
   * `reauthenticate`, `credentialsChanged`, `elevate`, `useElevation`, `revokeOthers`, `revoke` of another session, and `impersonate` are an
   * `ImpersonationError`. So is this, unless identity was proved within `maxAge`. `LoginRefusedError` for a user who is marked as
   * compromised; `NotAuthenticatedError` for a guest.
   */
  impersonate(userId: string, options: ImpersonateOptions): Promise<void>
  /** Re-keyed: call it after a change of role or rights. `NotAuthenticatedError` for a guest. */
  regenerate(): Promise<void>
  /** After a change of password, e-mail or second factor (ASVS 5.0 7.4.3): every other session of the user ends, then this one is re-keyed. Safe to repeat. */
  credentialsChanged(): Promise<void>
  /**
   * Ends the session and clears its cookie (ASVS 5.0 7.4.1), also that of a session which is over already. It ends the session
   * even when the response head is sent, and with a key that was just replaced.
   */
  logout(): Promise<void>
  /** The user's live sessions, oldest first (ASVS 5.0 7.5.2); of a guest: none. */
  list(): Promise<readonly SessionInfo[]>
  /** Ends one of the user's own sessions; the current one is logged out. `false` if there is none, it is over, or somebody else's. */
  revoke(id: string): Promise<boolean>
  /** Ends all other sessions of the user, and refuses logins already under way; returns the ended ids. `NotAuthenticatedError` for a guest. */
  revokeOthers(): Promise<readonly string[]>
  /**
   * Makes writes of this session part of a transaction of the app's: a sign-up and its login are then there together, or not at
   * all. `work` opens the transaction, and writes inside it with the session that `within(store)` hands out, where `store` is the
   * session store inside that transaction. Cookies and events follow only when `work` has resolved, so let it resolve after the
   * commit; when it rejects, this session is as it was. Each `within` begins anew, so a collision is mended by running the
   * transaction again. While it is open the other methods of this session are a `TypeError`.
   */
  transaction<T>(work: (within: (store: SessionStore) => Session<Data>) => Promise<T>): Promise<T>
}
