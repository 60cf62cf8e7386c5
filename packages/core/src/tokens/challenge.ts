import type { Answer } from '../answers.ts'
import type { EndReason } from '../store.ts'
import type { Refused } from './refusals.ts'

/** What a client is told when its access token does not get it in (RFC 6750 §3, RFC 9470 §3): enough to do the right thing, and no more. */
export const challenge = {
  /** No word of an error: the client may not have known. */
  missing: (): Answer =>
    answer(401, 'missing_token', 'Send an access token in the Authorization header.', []),
  malformed: (): Answer => answer(400, 'invalid_request', 'The Authorization header is malformed.'),
  refused(refused: Refused, reason: EndReason | null): Answer {
    const message = MESSAGES[refused] ?? 'The access token is not valid.'
    return answer(401, 'invalid_token', message, undefined, reason)
  },
  scope: (scope: readonly string[]): Answer =>
    answer(403, 'insufficient_scope', 'The access token does not allow this.', [['scope', scope.join(' ')]]),
  stepUp(missing: 'stale' | 'insufficient', header: string): Answer {
    const message = missing === 'stale' ? 'Confirm that it is you to continue.' : STRONGER
    return {
      status: 401,
      headers: { 'cache-control': 'no-store', 'www-authenticate': header },
      body: { error: 'insufficient_user_authentication', message },
    }
  },
}

const STRONGER = 'Confirm in a stronger way that it is you to continue.'

/** Refusals that a client can do something about. The others would only help an attacker. */
const MESSAGES: Partial<Record<Refused, string>> = {
  expired: 'The access token has expired.',
  'session-ended': 'The session has ended.',
  'session-rekeyed': 'The session was given a new key. Use a newer access token.',
}

type Parameter = readonly [name: string, value: string]

function answer(
  status: number,
  error: string,
  message: string,
  parameters: readonly Parameter[] = [],
  reason: EndReason | null = null,
): Answer {
  const all: readonly Parameter[] =
    error === 'missing_token' ? [] : [['error', error], ['error_description', message], ...parameters]
  const quoted = all.map(([name, value]) => `${name}="${value.replace(/["\\]/g, '')}"`)
  return {
    status,
    headers: {
      'cache-control': 'no-store',
      'www-authenticate': ['Bearer', quoted.join(', ')].join(' ').trim(),
    },
    body: { error, message, ...(reason && { reason }) },
  }
}
