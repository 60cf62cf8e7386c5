import type { AuthRequirement } from './check-auth.ts'
import { milliseconds } from './duration.ts'
import { ConfigError } from './errors.ts'
import { quote } from './quote.ts'

/** What may stand in a quoted string, and in a list that blanks divide (RFC 9470 §3, RFC 6749 §3.3). */
const VALUE = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/** The `WWW-Authenticate` values of a route, by what is missing: what a client with a bearer token can act on. */
export interface Challenges {
  /** RFC 6750 §3.1. */
  readonly unauthenticated: string
  /** RFC 9470 §3: authenticate again, as recently and as strongly as it says. */
  readonly stale: string
  readonly insufficient: string
}

/** `ConfigError` for an `acr` that no header can name. */
export function challengesFor({ maxAge, acr }: AuthRequirement): Challenges {
  const classes = acr === undefined ? [] : typeof acr === 'string' ? [acr] : acr
  for (const one of classes) {
    if (VALUE.test(one)) continue
    throw new ConfigError(
      'acr',
      `${quote(one)} cannot be named in a WWW-Authenticate header.`,
      'Use printable ASCII without blanks.',
    )
  }
  const asked = [
    ...(classes.length > 0 ? [`acr_values="${classes.join(' ')}"`] : []),
    ...(maxAge === undefined ? [] : [`max_age="${Math.floor(milliseconds('maxAge', maxAge) / 1000)}"`]),
  ]
  const stepUp = (description: string) =>
    ['Bearer error="insufficient_user_authentication"', `error_description="${description}"`, ...asked].join(
      ', ',
    )
  return {
    unauthenticated: 'Bearer error="invalid_token"',
    stale: stepUp('More recent authentication is required'),
    insufficient: stepUp('Stronger authentication is required'),
  }
}
