import { ConfigError } from './errors.ts'
import { refuseUnknown } from './known-options.ts'
import type { CookieOptions } from './options.ts'
import { quote } from './quote.ts'

/** One cookie as this app sets it: a name and everything behind the value. */
export interface CookieShape {
  readonly name: string
  readonly attributes: string
}

/** The two cookies of an app: sessions and guests have names of their own, so that no guest's answer can clobber a login. */
export interface CookieShapes {
  readonly session: CookieShape
  readonly guest: CookieShape
  /** The ticket of somebody who has to end a session before coming in. */
  readonly limit: CookieShape
  /** What the CSRF token of a visitor without a session is bound to. */
  readonly csrf: CookieShape
}

/** RFC 9110 §5.6.2: what a cookie name is made of. */
const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/
/** What our other cookies are called behind the name of an app. */
const OWN_ENDINGS = /-(?:localhost|guest|csrf|limit|device)$/
/** RFC 6265bis §4.1.1: what a path may hold. */
const PATH = /^\/[\x20-\x3a\x3c-\x7e]*$/
const DOMAIN =
  /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/
const PREFIXES = ['__Host-', '__Host-Http-', '__Http-', '__Secure-', '']

/** The cookies that the options describe; `ConfigError` where they would be weak, or where browsers would drop them (RFC 6265bis §5.7). */
export function resolveCookies(options: CookieOptions = {}): {
  strict: CookieShapes
  localhost: CookieShapes | null
} {
  refuseUnknown('cookie.', options, [
    'name',
    'prefix',
    'sameSite',
    'domain',
    'path',
    'partitioned',
    'secure',
    'insecureLocalhost',
  ])
  const {
    name = 'sess',
    prefix = '__Host-',
    sameSite = 'Lax',
    domain,
    path = '/',
    partitioned = false,
  } = options
  if ((options.secure as unknown) !== undefined && options.secure !== true) {
    const none = sameSite === 'None' ? 'SameSite=None needs Secure, and in any case ' : ''
    throw new ConfigError(
      'cookie.secure',
      `${none}a session cookie without Secure can be read on the network.`,
      'Leave it out; for development use cookie.insecureLocalhost.',
    )
  }
  if (!NAME.test(name) || /^__(host|secure|http)-/i.test(name)) {
    throw new ConfigError(
      'cookie.name',
      `${quote(name)} cannot be a cookie's name.`,
      'Use letters, digits, - and _; the prefix is an option of its own.',
    )
  }
  const taken = OWN_ENDINGS.exec(name)
  if (taken !== null) {
    throw new ConfigError(
      'cookie.name',
      `${quote(name)} is what a cookie beside "${name.slice(0, taken.index)}" is called, and on one host they would be the same.`,
      `Use a name that does not end in ${taken[0]}.`,
    )
  }
  if (!PREFIXES.includes(prefix)) {
    throw new ConfigError(
      'cookie.prefix',
      `browsers know no prefix ${quote(prefix)}.`,
      `Use one of ${PREFIXES.map((p) => `'${p}'`).join(', ')}.`,
    )
  }
  if (!['Strict', 'Lax', 'None'].includes(sameSite)) {
    throw new ConfigError(
      'cookie.sameSite',
      `${quote(sameSite)} is not a SameSite value.`,
      "Use 'Lax' (the default), 'Strict' or 'None'.",
    )
  }
  if (prefix.startsWith('__Host-') && (domain !== undefined || path !== '/')) {
    const option = domain !== undefined ? 'cookie.domain' : 'cookie.path'
    throw new ConfigError(
      option,
      `browsers drop a ${prefix} cookie that has a Domain, or a Path other than /.`,
      "Leave it out, or use cookie.prefix '__Secure-' and accept that sibling hosts can set the cookie.",
    )
  }
  if (domain !== undefined && (!DOMAIN.test(domain) || /\.\d+$/.test(domain))) {
    throw new ConfigError(
      'cookie.domain',
      `${quote(domain)} is not a domain of at least two labels.`,
      "Write it like 'example.com'.",
    )
  }
  if (!PATH.test(path) || path.length > 1024) {
    throw new ConfigError('cookie.path', `${quote(path)} cannot be a cookie's path.`, "Write it like '/app'.")
  }
  for (const option of ['partitioned', 'insecureLocalhost'] as const) {
    if (['boolean', 'undefined'].includes(typeof options[option])) continue
    throw new ConfigError(`cookie.${option}`, 'it is yes or no.', 'Use true or false.')
  }
  const reach = `; Path=${path}${domain === undefined ? '' : `; Domain=${domain}`}`
  const attributes = `${reach}; Secure; HttpOnly; SameSite=${sameSite}${partitioned ? '; Partitioned' : ''}`
  // A loopback name lies under no domain, and browsers take neither None nor Partitioned without Secure.
  const local = `; Path=${path}; HttpOnly; SameSite=${sameSite === 'None' ? 'Lax' : sameSite}`
  return {
    strict: shapes(prefix + name, attributes),
    localhost: options.insecureLocalhost === true ? shapes(`${name}-localhost`, local) : null,
  }
}

const shapes = (name: string, attributes: string): CookieShapes => ({
  session: { name, attributes },
  guest: { name: `${name}-guest`, attributes },
  limit: { name: `${name}-limit`, attributes },
  csrf: { name: `${name}-csrf`, attributes },
})

/** The value of a `Set-Cookie` header. Our values are base64url, so nothing needs quoting. */
export function setCookie(shape: CookieShape, value: string, maxAgeMs: number): string {
  return `${shape.name}=${value}; Max-Age=${Math.max(0, Math.ceil(maxAgeMs / 1000))}${shape.attributes}`
}

export const clearCookie = (shape: CookieShape): string => setCookie(shape, '', 0)

/** Longer `Cookie` headers are not looked at: no browser sends them. */
const MAX_HEADER = 64 * 1024

/**
 * The values of one cookie in a `Cookie` header, in order, looking at no other cookie: neither a flood nor a garbled neighbour
 * costs anything. At most four: with a `__Host-` name there is one.
 */
export function cookieValues(header: string | undefined, name: string): string[] {
  const values: string[] = []
  if (header === undefined || header.length > MAX_HEADER) return values
  const wanted = `${name}=`
  let at = header.indexOf(wanted)
  while (at !== -1 && values.length < 4) {
    const start = at + wanted.length
    if (startsPair(header, at)) {
      const end = header.indexOf(';', start)
      values.push(header.slice(start, end === -1 ? undefined : end).trim())
    }
    at = header.indexOf(wanted, start)
  }
  return values
}

/** Whether a pair begins here: at the start, or behind `;` and blanks. */
function startsPair(header: string, at: number): boolean {
  let before = at - 1
  while (before >= 0 && (header[before] === ' ' || header[before] === '\t')) before--
  return before < 0 || header[before] === ';'
}
