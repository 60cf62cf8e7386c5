import { answerTo } from './answers.ts'

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
export abstract class AnswerableError extends SessError {
  /**
   * That answer: the status, and `{ error, message }` in words for the client. Hono's own error handler sends it, and a Web
   * handler may.
   */
  getResponse(): Response {
    return answerTo(this)
  }
}
