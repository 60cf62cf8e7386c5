import { ConfigError } from './errors.ts'
import { refuseUnknown } from './known-options.ts'
import { quote } from './quote.ts'
import { type RoutedRequest, type Routes, resolveRoutes } from './routes.ts'

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
  readonly exempt?: Routes
  /** `'report'` lets everything pass and only emits `csrf-refused`: for a first look at an app that is live already. Default `'enforce'`. */
  readonly mode?: 'enforce' | 'report'
}

/** The resolved rules. */
export interface CsrfRules {
  readonly trustedOrigins: ReadonlySet<string>
  readonly enforce: boolean
  isExempt(request: RoutedRequest): boolean
}

/** `ConfigError` for what would trust more than it says (P12). */
export function resolveCsrf(options: CsrfOptions = {}): CsrfRules {
  refuseUnknown('csrf.', options, ['trustedOrigins', 'exempt', 'mode'])
  const { trustedOrigins = [], exempt, mode = 'enforce' } = options
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
    isExempt: resolveRoutes('csrf.exempt', exempt, '/webhooks/payment'),
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
