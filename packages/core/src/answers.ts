import type { SessError } from './errors.ts'
import type { EndReason } from './store.ts'
import { whyEnded } from './why-ended.ts'

/** What a client is told when it is not served: the same in every framework, and nothing that helps an attacker. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: {
    /** A stable code, for programs. */
    readonly error: string
    /** For people. */
    readonly message: string
    /** Why the session that the client presented is over; only its holder learns it. */
    readonly reason?: EndReason
  }
}

/** Each error that is an answer in itself, and what is said in public: the message of a `StoreError` names machines, for example. */
const MESSAGES: Readonly<Record<string, string>> = {
  'sess/store-unavailable': 'The service is not available at the moment. Try again soon.',
  'sess/keys-unavailable': 'The service is not available at the moment. Try again soon.',
  'sess/record-format': 'The session cannot be read at the moment. Try again soon.',
  'sess/contention': 'Too much happened at once. Try again.',
  'sess/superseded': 'The session was given a new key a moment ago. Send the request again.',
  'sess/ended': 'The session has ended. Sign in again.',
  'sess/csrf': 'This request did not come from a page of this site. Load the page again, then send it again.',
  'sess/not-authenticated': 'Sign in to continue.',
  'sess/authentication-stale': 'Confirm that it is you to continue.',
  'sess/authentication-insufficient': 'Confirm in a stronger way that it is you to continue.',
  'sess/elevation': 'Confirm that it is you to do this.',
  'sess/impersonation': 'This cannot be done while acting for somebody else.',
  'sess/no-such-session': 'There is no such session among yours.',
  'sess/name': 'A name is one line of at most 64 characters.',
  'sess/action': 'Nothing was done: the request says nothing that is known here.',
  'sess/limit': 'There are too many sessions. End one of them, then sign in again.',
  'sess/login-refused': 'This sign-in does not count any more. Sign in again.',
}

export function answer(status: number, error: string, reason?: EndReason | null): Answer {
  const again = error === 'sess/superseded' ? { 'retry-after': '1' } : {}
  return {
    status,
    headers: { 'cache-control': 'no-store', ...again },
    body: { error, message: inWords(error, reason), ...(reason && { reason }) },
  }
}

function inWords(error: string, reason: EndReason | null | undefined): string {
  const message = MESSAGES[error] ?? error
  return reason && error === 'sess/not-authenticated' ? `${whyEnded(reason)} ${message}` : message
}

export function answerTo(error: SessError & { readonly reason?: EndReason | null }): Response {
  const { status, headers, body } = answer(error.status, error.code, error.reason)
  return Response.json(body, { status, headers })
}
