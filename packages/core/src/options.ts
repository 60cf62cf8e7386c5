import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { CsrfOptions } from './csrf-options.ts'
import type { EventListener } from './events.ts'
import type { ReplayGuard } from './ports.ts'
import type { Routes } from './routes.ts'
import type { SignInWatcher } from './sign-ins.ts'
import type { Overflow, SessionStore } from './store.ts'

/** A time: milliseconds, or a number with a unit: `'500ms'`, `'30s'`, `'15m'`, `'1.5h'`, `'7d'`. */
export type Duration = number | string

/** At most `max` live sessions of one user in one group (ASVS 5.0 7.1.2). */
export interface Limit {
  /** At least 1. */
  readonly max: number
  /**
   * Default: `evict-oldest`. With `ask` the person chooses: `login` is turned away with a `SessionLimitError`, and leaves a short-lived
   * ticket in a cookie with which `session.pendingLogin()` lists the sessions and `session.completeLogin()` ends some and comes in, in
   * one step. It needs `secrets`; where tokens are not cookies it means `reject`.
   */
  readonly overflow?: Overflow | 'ask'
}

/** How a request may carry a token of a group. Anywhere else the token is unknown. */
export type CarrierKind = 'cookie' | 'bearer' | 'token-endpoint'

/** The rules of one kind of session. */
export interface GroupOptions {
  /** Ends after this time without activity (ASVS 5.0 7.3.1). Default `'30m'` (NIST SP 800-63B-4 AAL2: at most 1 h). */
  readonly idleTimeout?: Duration
  /** Ends this long after sign-in, whatever happens (ASVS 5.0 7.3.2). Default `'12h'`; at most 400 days, as browsers cap cookies. */
  readonly absoluteTimeout?: Duration
  /**
   * How late the idle deadline may be, never early: activity is written at most once in this time. Default: a
   * tenth of `idleTimeout`, at most `'1m'`.
   */
  readonly idleTolerance?: Duration
  /** A token is replaced when it has been in use for this long. Default `'15m'`; at least twice the overlap and the skew, at most a day. */
  readonly renewalInterval?: Duration
  /**
   * How long a replaced token still serves requests that were in flight, and the longest time that a request may
   * take from its arrival to its answer's arrival for the promises to hold. Default `'30s'`.
   */
  readonly renewalOverlap?: Duration
  /** How many sessions a user may have in this group, or a function of the user, asked at every login. Default: no limit. */
  readonly limit?: Limit | ((userId: string) => Limit | null | Promise<Limit | null>) | null
  /**
   * Default `'cookie'`. A `'bearer'` token stands in `Authorization: Bearer`, and is never renewed: nothing could deliver the successor.
   * A `'token-endpoint'` token is a refresh token (`@sess/core/tokens`), unknown everywhere else. Its group has defaults of its own and
   * takes only `limit` and `renewalOverlap` from the rules above: `absoluteTimeout` `'7d'`, `idleTimeout` the same, for a refresh is not
   * the activity of a person, and `renewalInterval` `'2m'`, within which a lost answer can be asked for again.
   */
  readonly carrier?: CarrierKind
}

export interface CookieOptions {
  /** The name without its prefix; guests get `<name>-guest`. Each app of a host takes its own. Default `'sess'`. */
  readonly name?: string
  /**
   * Default `'__Host-'`: only this very host can have set it, and only over HTTPS (RFC 6265bis §4.1.3). With another one a neighbour
   * may plant a cookie of that name beside ours: then the one that opens a session counts, and of two sessions none does.
   * `'__Host-Http-'` and `'__Http-'` add "not by script" where browsers know them; `'__Secure-'` allows `domain`
   * and `path`; `''` says nothing at all.
   */
  readonly prefix?: '__Host-' | '__Host-Http-' | '__Http-' | '__Secure-' | ''
  /** Default `'Lax'`. `'None'` sends it from other sites too. */
  readonly sameSite?: 'Strict' | 'Lax' | 'None'
  /** Default: none, so only this host gets it. */
  readonly domain?: string
  /** Default `'/'`. */
  readonly path?: string
  /** One cookie jar per embedding site (CHIPS). Default false. */
  readonly partitioned?: boolean
  /** Cookies are always `Secure`; `false` is refused. For development see `insecureLocalhost`. */
  readonly secure?: true
  /**
   * For browsers that keep no `Secure` cookie of `http://localhost` (Safari): requests that come over plain HTTP
   * *to a loopback host name* use a cookie `<name>-localhost` without `Secure` and prefix. Requests to every other
   * host are as strict as without it, and so is what came through a proxy that says so (`Forwarded`, `X-Forwarded-*`), or was
   * posted by a page of another host. A proxy on the same machine that rewrites the host and says nothing of itself cannot be told
   * from a browser there: with it, people cannot sign in, or get the weaker cookie. So set it in development only. Default false.
   */
  readonly insecureLocalhost?: boolean
}

export interface SessionsOptions<Data extends object = Record<string, unknown>> extends GroupOptions {
  /** Required: there is no default that could leak into production. */
  readonly store: SessionStore
  /** Rules for other kinds of client, by group name; what is not given follows the rules above. */
  readonly groups?: Readonly<Record<string, GroupOptions>>
  /** Timeouts of guests' sessions; what is not given follows the rules above. Guests have no limit and are never renewed. */
  readonly guests?: Pick<GroupOptions, 'idleTimeout' | 'absoluteTimeout' | 'idleTolerance'>
  readonly cookie?: CookieOptions
  /** Which unsafe requests count as the app's own. Default: only those of its own origin, and those that show a CSRF token. */
  readonly csrf?: CsrfOptions
  /**
   * Requests that are no activity of a person, as polling and event streams are: they are served, and renewed, and do not move the idle
   * deadline (P9; ASVS 5.0 7.3.1), neither when they come nor by what they write. A function is asked at every request, and what
   * it throws fails that request. Default: none but what browsers fetch ahead (`Sec-Purpose: prefetch`), which never counts.
   */
  readonly passive?: Routes
  /**
   * A schema (zod, valibot, arktype…: any Standard Schema, synchronous) that types and checks the data when it is written
   * and read. It must accept `{}`: a session starts empty; and what JSON makes of its own results, which is what it reads.
   * Default: any JSON object.
   */
  readonly data?: StandardSchemaV1<unknown, Data>
  /** For signed links, tickets and pre-login CSRF: at least 32 characters each, rotated by prepending. Not needed otherwise. */
  readonly secrets?: readonly string[]
  /** Lets an elevation be used once; see `session.elevate`. Not needed otherwise. */
  readonly replayGuard?: ReplayGuard
  /** With it, ids say nothing about users, even to somebody who guesses user ids. At least 32 characters; never rotate it. */
  readonly partitionKey?: string
  /** How much the clocks of servers may differ; added to the overlap. Default `'2s'`. */
  readonly clockSkew?: Duration
  /** How long a proof of identity counts for a login. Default `'1h'`. */
  readonly loginTimeout?: Duration
  /** How long the holder of a dead token can learn why it is dead; at least an hour more than `loginTimeout`. Default `'1d'`. */
  readonly endedRetention?: Duration
  /** Sessions created before this moment (ms since the epoch) are over: for "sign everybody out". A function is asked at every request. Default: none. */
  readonly issuedBefore?: number | (() => number)
  /** Hears of everything that happens, synchronously. What it throws never reaches a request. Default: none. */
  readonly onEvent?: EventListener
  /** Looks at each login: `unfamiliarSignIns` of `@sess/core/devices`. Default: nobody looks. */
  readonly signIns?: SignInWatcher
  /** The clock, in whole ms since the epoch. Default `Date.now`; tests pass their own. */
  readonly now?: () => number
}
