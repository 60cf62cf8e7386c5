import { AnswerableError, SessError } from './sess-error.ts'
import type { EndReason } from './store.ts'

export * from './refusal-errors.ts'
export { SessError } from './sess-error.ts'

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
