import { ConfigError } from '../errors.ts'
import { quote } from '../quote.ts'
import { isConfidential, urlOf } from './cors.ts'

/** RFC 8414 §2: https, no query, no fragment; compared character by character, so it is taken as it is written. */
export function checkIssuer(issuer: unknown): asserts issuer is string {
  const url = urlOf(issuer)
  const isUsual =
    typeof issuer === 'string' && !/[?#\s]/.test(issuer) && url?.username === '' && url.password === ''
  if (url !== null && isUsual && isConfidential(url)) return
  throw new ConfigError(
    'issuer',
    issuer === undefined ? 'it is not set.' : `${quote(issuer)} cannot name an issuer.`,
    "Use the https URL of your service, without query and fragment: 'https://auth.example.com'.",
  )
}

/** The names of resource servers: any text without blanks, for one of them has to stand in a token. */
export function audiences(option: string, given: unknown): readonly string[] {
  const all: unknown[] = Array.isArray(given) ? given : [given]
  const isName = (one: unknown) => typeof one === 'string' && /^[\x21-\x7e]{1,512}$/.test(one)
  if (all.length > 0 && all.length <= 32 && all.every(isName)) return all as string[]
  throw new ConfigError(
    option,
    given === undefined
      ? 'it is not set, so a token would be good everywhere.'
      : 'it is no name, and no list of names.',
    "Say which API tokens are for: 'https://api.example.com'.",
  )
}

/** RFC 6749 §3.3: what a scope is made of. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/

/** A scope as a list, from a list or from the text that stands in requests; `null` if it is none. */
export function scopesOf(given: unknown): readonly string[] | null {
  const all: unknown[] =
    typeof given === 'string'
      ? given.split(' ').filter((one) => one !== '')
      : Array.isArray(given)
        ? given
        : [null]
  const isScope = all.length <= 64 && all.every((one) => typeof one === 'string' && SCOPE.test(one))
  return isScope ? [...new Set(all as string[])] : null
}
