import { answerTo } from '../answers.ts'
import { SessError } from '../errors.ts'

/** The issuer's keys could not be fetched, and none are known: nothing can be said of any token. Answer 503. */
export class KeysUnavailableError extends SessError {
  constructor(url: string, cause: unknown) {
    super(
      'sess/keys-unavailable',
      503,
      `The keys at ${url} could not be fetched. Tokens cannot be checked until they are.`,
      {
        cause,
      },
    )
  }

  getResponse(): Response {
    return answerTo(this)
  }
}
