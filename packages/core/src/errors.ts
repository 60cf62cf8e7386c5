import { answerTo } from './answers.ts'
import type { SessionInfo } from './session.ts'
import type { EndReason } from './store.ts'

/**
 * The base of every error that a caller may have to react to: one subclass per reaction. `code` is stable
 * and safe to match on; `status` is the HTTP status that fits (Express's own error handler already uses it).
 * Mistakes in the calling code are `TypeError`s instead; a missing, expired or forged session is no error at all.
 */
export class SessError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = new.target.name
    this.code = code
    this.status = status
  }
}

/** An error that is an answer in itself: the client can do something about it, or wait. The others are the app's own, and a 500. */
abstract class AnswerableError extends SessError {
  /**
   * That answer: the status, and `{ error, message }` in words for the client. Hono's own error handler sends it, and a Web
   * handler may.
   */
  getResponse(): Response {
    return answerTo(this)
  }
}

/** Insecure or impossible configuration: thrown at start, with the rule it breaks and how to mend it. */
export class ConfigError extends SessError {
  /** The option at fault, for example `cookie.sameSite`. */
  readonly option: string

  constructor(option: string, rule: string, mend: string) {
    super('sess/config', 500, `${option}: ${rule} ${mend}`)
    this.option = option
  }
}

/**
 * The store did not answer, or answered with a failure. Nothing is known about the session, so nothing is
 * concluded: no cookie is cleared and nobody is signed out. Answer 503 and let the client try again.
 */
export class StoreError extends AnswerableError {
  constructor(verb: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super('sess/store-unavailable', 503, `The session store failed in "${verb}": ${why}`, { cause })
  }
}

/**
 * A stored record cannot be read by this version, so nothing is concluded, as with a store that is down: the record is left as it
 * is, no cookie changes. Answer 503: another server may have the newer version. The person can sign in again once it is revoked by
 * its `id`, or at its idle timeout, for an attempt to read it is no activity.
 */
export class RecordFormatError extends AnswerableError {
  readonly id: string

  constructor(id: string, part: 'record' | 'auth' | 'body', cause?: unknown) {
    super(
      'sess/record-format',
      503,
      `The ${part} of session ${id} is in a format that this version does not read: a newer version wrote it, ` +
        'or it is damaged. Deploy the newer version everywhere, or revoke this session by its id.',
      { cause },
    )
    this.id = id
  }
}

/**
 * The session was re-keyed (re-authentication, change of rights or credentials) while this request was
 * running: nothing was written, and a repeated request, with the new cookie, will be served. Answer 409.
 */
export class SupersededError extends AnswerableError {
  constructor() {
    super(
      'sess/superseded',
      409,
      'The session was given a new key while this request was running; nothing was written. Send the request again.',
    )
  }
}

/** The session ended while this request was running, or before it: nothing was written. Answer 401. */
export class SessionEndedError extends AnswerableError {
  /** `null` where the store no longer knows the session. */
  readonly reason: EndReason | null

  constructor(reason: EndReason | null) {
    super(
      'sess/ended',
      401,
      `The session has ended (${reason ?? 'it is gone from the store'}); nothing was written. Sign in again.`,
    )
    this.reason = reason
  }
}

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

/** Something that only a signed-in session can do was asked of a guest. Answer 401. */
export class NotAuthenticatedError extends AnswerableError {
  constructor(method: string) {
    super(
      'sess/not-authenticated',
      401,
      `${method}() needs a signed-in session. Call login() first, or guard the route.`,
    )
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

/** Session data that the schema does not accept. Nothing was written. */
export class InvalidDataError extends SessError {
  readonly issues: readonly { readonly message: string; readonly path?: readonly unknown[] | undefined }[]

  constructor(where: string, issues: InvalidDataError['issues']) {
    const told = issues.slice(0, 5).map((issue) => issue.message)
    super('sess/invalid-data', 500, `The session data ${where} does not fit the schema: ${told.join('; ')}`)
    this.issues = issues
  }
}

/**
 * The response head is already on its way, so no cookie can be set any more. Nothing was written, unless the head left while the
 * store was at work (`written`): then the new token is lost, and the client signs in again. A session that was made with it has ended.
 */
export class HeadersSentError extends SessError {
  readonly written: boolean

  constructor(method: string, written = false, ended = false) {
    const fate = ended ? 'the session that it made has ended again, for' : 'the store has the change, but'
    super(
      'sess/headers-sent',
      500,
      written
        ? `The response head left while ${method}() was still at work: ${fate} the client never gets its new cookie. ` +
            'Await it before the response begins.'
        : `${method}() has to set a cookie, but the response head was already sent. Call it, and await it, before the response begins.`,
    )
    this.written = written
  }
}

/** More writers fought over one session than the number of attempts allows. Nothing was written; a retry may succeed. */
export class ContentionError extends AnswerableError {
  constructor(attempts: number) {
    super(
      'sess/contention',
      503,
      `The session was changed by others ${attempts} times in a row; nothing was written.`,
    )
  }
}
