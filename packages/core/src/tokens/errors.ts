import { AnswerableError } from '../sess-error.ts'

/** The issuer's keys could not be fetched, and none are known: nothing can be said of any token. Answer 503. */
export class KeysUnavailableError extends AnswerableError {
  constructor(url: string, cause: unknown) {
    const what = `The keys at ${url} could not be fetched. Tokens cannot be checked until they are.`
    super('sess/keys-unavailable', 503, what, { cause })
  }
}
