import type { Carrier } from './carrier.ts'
import { ConfigError } from './errors.ts'
import { refuseUnknown } from './known-options.ts'
import { quote } from './quote.ts'

/** What a route exemption may look at. */
export type CsrfRequest = Pick<Carrier, 'method' | 'url' | 'header'>

/** The defence against cross-site request forgery (ASVS 5.0 3.5.1 to 3.5.3); it is on without any of this. */
export interface CsrfOptions {
  /**
   * Other origins whose pages may send unsafe requests, each exactly as browsers write it: `'https://admin.example.com'`. Also an
   * identity provider that posts its answer (SAML, OpenID Connect `form_post`), and the app's own public origin where a proxy
   * rewrites `Host`. Default: none.
   */
  readonly trustedOrigins?: readonly string[]
  /**
   * Routes that protect themselves, as a signed webhook does: paths, compared exactly, or a function of the request. Default: none.
   */
  readonly exempt?: readonly string[] | ((request: CsrfRequest) => boolean)
  /** `'report'` lets everything pass and only emits `csrf-refused`: for a first look at an app that is live already. Default `'enforce'`. */
  readonly mode?: 'enforce' | 'report'
}

/** The resolved rules. */
export interface CsrfRules {
  readonly trustedOrigins: ReadonlySet<string>
  readonly enforce: boolean
  isExempt(request: CsrfRequest): boolean
}

/** `ConfigError` for what would trust more than it says (P12). */
export function resolveCsrf(options: CsrfOptions = {}): CsrfRules {
  refuseUnknown('csrf.', options, ['trustedOrigins', 'exempt', 'mode'])
  const { trustedOrigins = [], exempt = [], mode = 'enforce' } = options
  if (mode !== 'enforce' && mode !== 'report')
    throw new ConfigError(
      'csrf.mode',
      `${quote(mode)} is no mode.`,
      "Use 'enforce' (the default) or 'report'.",
    )
  if (!Array.isArray(trustedOrigins))
    throw new ConfigError(
      'csrf.trustedOrigins',
      'it is no list.',
      "Write it like ['https://admin.example.com'].",
    )
  for (const [at, origin] of trustedOrigins.entries()) checkOrigin(`csrf.trustedOrigins[${at}]`, origin)
  return {
    trustedOrigins: new Set(trustedOrigins),
    enforce: mode === 'enforce',
    isExempt: typeof exempt === 'function' ? exempt : exemptPaths(exempt),
  }
}

function checkOrigin(option: string, origin: unknown): void {
  const mend = "Write it as browsers do, without a path or a wildcard: 'https://admin.example.com'."
  if (typeof origin !== 'string' || !URL.canParse(origin) || new URL(origin).origin !== origin)
    throw new ConfigError(option, `${quote(origin)} is not exactly one origin.`, mend)
  const { protocol, hostname } = new URL(origin)
  const isLoopback = /^(?:(?:.+\.)?localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  if (origin.includes('*')) throw new ConfigError(option, 'there are no wildcards.', mend)
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback))
    throw new ConfigError(option, 'what comes over plain HTTP can be forged on the network.', 'Use https.')
}

function exemptPaths(exempt: unknown): CsrfRules['isExempt'] {
  if (!Array.isArray(exempt) || !exempt.every((path) => typeof path === 'string' && /^\/[^?#*]*$/.test(path)))
    throw new ConfigError(
      'csrf.exempt',
      'it is neither a list of paths nor a function.',
      "Write it like ['/webhooks/payment'], one whole path each, or (request) => boolean.",
    )
  const paths: ReadonlySet<string> = new Set(exempt)
  return paths.size === 0 ? () => false : ({ url }) => paths.has(pathOf(url))
}

/** As it came, so that no route is reached under another spelling than the one that is exempt. */
function pathOf(url: string): string {
  const [path = ''] = url.split('?')
  return path.startsWith('/') || !URL.canParse(path) ? path : new URL(path).pathname
}
