import type { SessionInfo } from './session.ts'

/** How the user has just proved identity. */
export interface AuthenticationFacts {
  /** RFC 8176 method names, for example `['pwd', 'otp']`. Default: at a login none, else as before. */
  readonly amr?: readonly string[]
  /** The context class reached, for example `'aal2'`. Default: at a login none, else as before. */
  readonly acr?: string
  /** After this time (`'10m'` or ms) `acr` lapses back to what it was before. Default: it stays. */
  readonly acrFor?: number | string
}

/** A login that a full limit turned away, for the person to choose what ends (`overflow: 'ask'`). */
export interface PendingLogin {
  readonly userId: string
  readonly group: string
  /** The ticket's end (ms), five minutes after it was handed out. */
  readonly expiresAt: number
  /** The sessions that fill the limit, oldest first. */
  readonly sessions: readonly SessionInfo[]
}

export interface CompleteLoginOptions<Data extends object> extends Pick<LoginOptions<Data>, 'carry'> {
  /** The ids that the person chose to end; only that user's count. */
  readonly evict: readonly string[]
}

export interface ElevationOptions {
  /** How long after the proof of identity it can be used. Default `'5m'`. */
  readonly for?: number | string
}

export interface ImpersonateOptions {
  /** For the record, and for the user to see: 1 to 256 characters, for example the number of a ticket. */
  readonly reason: string
  /** How long at most. Default `'15m'`, at most `'1h'`. */
  readonly for?: number | string
  /** How long ago the member of staff has proved identity at most. Default `'5m'`. */
  readonly maxAge?: number | string
}

export interface LoginOptions<Data extends object> extends AuthenticationFacts {
  /** Which group's rules the session follows. Default: `web`. */
  readonly group?: string
  /**
   * Makes the new session's data from the guest's (never from another user's). Default: the new session starts empty. It is
   * synchronous and may run twice, so keep it pure; what it gets is frozen. A guest's data that cannot be read any more is left
   * behind, and an event `carry-skipped` says so.
   */
  readonly carry?: (guest: Readonly<Data>) => Data
  /**
   * When the proof of identity began (ms since the epoch), at most `loginTimeout` ago. Default: when this request was opened. A
   * moment still to come counts as now. An end-all since then refuses the login, unless it was of this very request.
   */
  readonly authenticatedAt?: number
  /**
   * Ends every other session of the user before the new token goes out, and refuses all other logins already under way: for a
   * password reset (ASVS 5.0 7.4.3). A full limit does not stand in its way. Safe to repeat. Default: false.
   */
  readonly endOthers?: boolean
  /** Session ids of this user that end in the same step: what the person chose to end at a full limit. */
  readonly evict?: readonly string[]
}
