import type { Context } from '../context.ts'
import { type CookieShape, resolveCookies } from '../cookie.ts'
import { milliseconds } from '../duration.ts'
import { ConfigError } from '../errors.ts'
import type { Sessions } from '../facade.ts'
import { refuseUnknown } from '../known-options.ts'
import { contextOf } from '../shared-context.ts'
import { audiences, checkIssuer } from './audience.ts'
import { type ClaimsOf, claimsRules } from './claims.ts'
import { type Cors, corsFor } from './cors.ts'
import { KeyRing } from './key-ring.ts'
import { LONGEST_LIFETIME } from './key-times.ts'
import type { AnySessions, RefreshCookieOptions, TokensOptions } from './options.ts'

/** Everything that `createTokens` resolved; what all its endpoints share. Immutable. */
export interface TokenRules {
  readonly context: Context<object>
  readonly issuer: string
  readonly audience: readonly string[]
  readonly keys: KeyRing
  readonly lifetime: number
  readonly claimsOf: ClaimsOf
  readonly cookie: CookieShape | null
  readonly cors: Cors
  readonly isActivity: (request: Request) => boolean
  readonly authenticateClient: TokensOptions['authenticateClient']
  readonly authenticateResourceServer: TokensOptions['authenticateResourceServer']
  readonly address: (request: Request) => string | undefined
}

const OPTIONS: readonly (keyof TokensOptions)[] = [
  'issuer',
  'audience',
  'keys',
  'accessTokenLifetime',
  'claims',
  'refreshIsActivity',
  'cookie',
  'origins',
  'authenticateClient',
  'authenticateResourceServer',
  'address',
  'clockTolerance',
]
const SHORTEST_LIFETIME = 300_000

export function resolveRules<Claims extends object>(
  sessions: AnySessions,
  options: TokensOptions<Claims>,
): TokenRules {
  refuseUnknown('', options, OPTIONS)
  const context = contextOf(sessions as Sessions) as unknown as Context<object>
  const { issuer, keys, origins = [], refreshIsActivity: activity = false } = options
  checkIssuer(issuer)
  if (!(keys instanceof KeyRing))
    throw new ConfigError('keys', 'it is no ring of keys.', 'Use: await importKeys(process.env.SESS_KEYS).')
  keys.signerAt(context.now())
  if (![...context.policies.values()].some(({ carrier }) => carrier === 'token-endpoint'))
    throw new ConfigError(
      'groups',
      'no group of createSessions() has refresh tokens.',
      "Add one there: groups: { api: { carrier: 'token-endpoint' } }.",
    )
  for (const option of ['authenticateClient', 'authenticateResourceServer', 'address'] as const) {
    if (!['function', 'undefined'].includes(typeof options[option]))
      throw new ConfigError(option, 'it is no function.', 'Use one, or leave it out.')
  }
  if (!Array.isArray(origins))
    throw new ConfigError('origins', 'it is no list.', "Use ['https://app.example.com'].")
  const cookie = options.cookie === undefined ? null : cookieOf(options.cookie)
  return {
    context,
    issuer,
    audience: audiences('audience', options.audience),
    keys,
    lifetime: lifetimeOf(options),
    claimsOf: claimsRules(options.claims),
    cookie,
    cors: corsFor('origins', origins, cookie !== null),
    isActivity: typeof activity === 'function' ? activity : () => activity === true,
    authenticateClient: options.authenticateClient,
    authenticateResourceServer: options.authenticateResourceServer,
    address: options.address ?? (() => undefined),
  }
}

function lifetimeOf({ accessTokenLifetime = '15m' }: Pick<TokensOptions, 'accessTokenLifetime'>): number {
  const lifetime = milliseconds('accessTokenLifetime', accessTokenLifetime)
  if (lifetime > LONGEST_LIFETIME)
    throw new ConfigError(
      'accessTokenLifetime',
      'a stolen token would be good for more than an hour.',
      "Use '5m' to '60m'; refreshing is cheap.",
    )
  if (lifetime < SHORTEST_LIFETIME)
    throw new ConfigError(
      'accessTokenLifetime',
      'clients would do nothing but refresh.',
      "Use '5m' to '60m'; to stop tokens at once, let resource servers check the session.",
    )
  return lifetime
}

function cookieOf(options: RefreshCookieOptions): CookieShape {
  refuseUnknown('cookie.', options, ['path', 'name', 'sameSite'])
  const { path, name = 'sess-refresh', sameSite = 'Strict' } = options
  if (typeof path !== 'string' || path === '/')
    throw new ConfigError(
      'cookie.path',
      'every request would carry the refresh token.',
      "Use the path under which the endpoints lie, for example '/oauth'.",
    )
  return resolveCookies({ name, path, sameSite, prefix: '__Secure-' }).strict.session
}
