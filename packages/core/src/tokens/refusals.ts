/** Why an access token was refused. A closed set, for logs and alarms; a client is told less. */
export const REFUSALS = [
  /** It is no JWT at all: a refresh token, for example. */
  'malformed',
  /** Longer than 8 kB: not looked at. */
  'too-large',
  /** A member is there twice, so that two readers could read two things. */
  'duplicate-member',
  'too-deep',
  /** `alg` is not ES256 or RS256, or not that of the key. */
  'algorithm',
  /** `typ` is not `at+jwt`: an ID token, for example. */
  'type',
  /** `crit` or `b64` in the header. */
  'critical-header',
  /** `jwk`, `jku`, `x5u` or `x5c` in the header: no key is ever taken from a token. */
  'key-in-header',
  'unknown-key',
  'signature',
  'issuer',
  'audience',
  'expired',
  'not-yet-valid',
  /** A claim is missing, or is not what it must be. */
  'claims',
  /** Checked with the session: there is none of that id and user, or the token does not name one. */
  'session-unknown',
  'session-ended',
  /** The session was given a new key since (re-authentication, a change of rights). */
  'session-rekeyed',
] as const

export type Refused = (typeof REFUSALS)[number]
