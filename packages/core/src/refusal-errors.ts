import { AnswerableError } from './sess-error.ts'
import type { SessionInfo } from './session.ts'

/** What a session refuses to a request that the app would have let through. */

/**
 * An unsafe request with this session's cookie, or one that was to sign somebody in, does not show that a page of the app made it
 * (cross-site request forgery). The handler has not run, or the sign-in has not happened. Answer 403.
 */
export class CsrfError extends AnswerableError {
  /** `cross-site`: the browser says that a page of another origin made it. Else the CSRF token is missing, or of another session. */
  readonly why: 'cross-site' | 'no-token' | 'wrong-token'

  constructor(why: CsrfError['why']) {
    super(
      'sess/csrf',
      403,
      why === 'cross-site'
        ? 'A page of another origin made this request. If that is meant to be, name its origin in csrf.trustedOrigins; so also the ' +
            "app's own public origin where a proxy rewrites Host."
        : `Nothing shows where this request comes from, and its CSRF token is ${why === 'no-token' ? 'missing' : 'of another session'}. ` +
            'Send Origin, or the token of session.csrfToken() as X-CSRF-Token or as the form field csrf_token.',
    )
    this.why = why
  }
}

/** The limit of concurrent sessions is reached and `overflow` is `reject`. Nothing changed. Answer 409. */
export class SessionLimitError extends AnswerableError {
  /** The live sessions that fill the limit, oldest first: let the person choose one, and pass its id as `evict` to login(). Not in a log's JSON. */
  declare readonly active: readonly SessionInfo[]
  /** Whether this browser now holds a ticket: `session.pendingLogin()` and `session.completeLogin()` go on from here. */
  readonly asks: boolean

  constructor(active: readonly SessionInfo[], asks = false) {
    super(
      'sess/limit',
      409,
      `The user already has ${active.length} sessions, which is the limit. End one of them, then log in again.`,
    )
    this.asks = asks
    Object.defineProperty(this, 'active', { value: active })
  }
}

/**
 * The proof of identity does not count any more: it began before the user's sessions were ended (a login in flight must not outlive
 * the breach), or longer ago than `loginTimeout`; or the ticket with which it was to be completed is missing, too old, or used.
 * Nothing was created. Answer 401.
 */
export class LoginRefusedError extends AnswerableError {
  readonly why: 'ended-since' | 'too-old' | 'no-ticket' | 'marked'

  constructor(why: LoginRefusedError['why'] = 'ended-since') {
    super('sess/login-refused', 401, LOGIN_REFUSED[why])
    this.why = why
  }
}

const LOGIN_REFUSED: Readonly<Record<LoginRefusedError['why'], string>> = {
  'too-old': 'This sign-in began longer ago than loginTimeout allows. Ask for the credentials again.',
  'ended-since':
    'This sign-in began before all sessions of the user were ended, so it does not count. Ask for the credentials ' +
    'again; where identity was proved later in the same request, pass `authenticatedAt` to login().',
  marked: 'The account was compromised: the user has to sign in, and to step up, in a browser first.',
  'no-ticket':
    'The ticket to complete this sign-in is missing, more than five minutes old, or used. Ask for the credentials again.',
}

/**
 * The elevation does not allow this action: `invalid` (of another session, key or action, or not ours), `stale` (too long since
 * identity was proved), `used`. Nothing was done. Ask to prove identity again, then call `elevate`. Answer 401.
 */
export class ElevationError extends AnswerableError {
  readonly why: 'invalid' | 'stale' | 'used'

  constructor(why: ElevationError['why']) {
    super(
      'sess/elevation',
      401,
      `The elevation is ${why}. Ask the user to prove identity again, call reauthenticate(), then elevate().`,
    )
    this.why = why
  }
}

/**
 * `acting`: this is not for somebody who acts in another's stead, whose credentials, rights and sessions stay that other's own. Answer
 * 403. `not-fresh`: the member of staff has to prove identity again first. Answer 401.
 */
export class ImpersonationError extends AnswerableError {
  readonly why: 'acting' | 'not-fresh'

  constructor(why: ImpersonationError['why'], method: string) {
    super(
      why === 'acting' ? 'sess/impersonation' : 'sess/authentication-stale',
      why === 'acting' ? 403 : 401,
      why === 'acting'
        ? `${method}() is not for somebody who acts in another user's stead. Check session.actor before you offer it.`
        : `${method}() needs a proof of identity that is more recent. Ask for it, call reauthenticate(), then try again.`,
    )
    this.why = why
  }
}
