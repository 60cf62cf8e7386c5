import { type CookieShapes, resolveCookies } from './cookie.ts'
import { type DataRules, dataRules } from './data.ts'
import { milliseconds } from './duration.ts'
import { ConfigError } from './errors.ts'
import { type EventListener, guarded } from './events.ts'
import { guardedStore } from './guarded-store.ts'
import { partitionOfUser } from './id.ts'
import type { SessionsOptions } from './options.ts'
import { GUEST, type Policy, refuseUnknown, resolvePolicies } from './policy.ts'
import type { Ending, EndReason, Owner, SessionStore } from './store.ts'

/** Everything that `createSessions` resolved from its options; what all requests share. Immutable. */
export interface Context<Data extends object> {
  readonly store: SessionStore
  readonly policies: ReadonlyMap<string, Policy>
  readonly guestPolicy: Policy
  /** Whether some group's tokens come as bearer tokens: else the header is not looked at. */
  readonly bearers: boolean
  readonly cookies: CookieShapes
  readonly localhostCookies: CookieShapes | null
  readonly data: DataRules<Data>
  readonly loginTimeout: number
  readonly endedRetention: number
  readonly now: () => number
  readonly emit: EventListener
  issuedBefore(): number
  ownerOf(userId: string): Owner
  ending(reason: EndReason, now: number, by?: string): Ending
}

const OPTIONS = [
  'store',
  'groups',
  'guests',
  'cookie',
  'data',
  'secrets',
  'partitionKey',
  'clockSkew',
  'loginTimeout',
  'endedRetention',
  'issuedBefore',
  'onEvent',
  'now',
  'idleTimeout',
  'absoluteTimeout',
  'idleTolerance',
  'renewalInterval',
  'renewalOverlap',
  'limit',
  'carrier',
]
const HOUR = 3_600_000

export function resolveContext<Data extends object>(options: SessionsOptions<Data>): Context<Data> {
  refuseUnknown('', options, OPTIONS)
  checkSecrets(options)
  const policies = resolvePolicies(options, milliseconds('clockSkew', options.clockSkew ?? '2s'))
  const cookies = resolveCookies(options.cookie)
  const loginTimeout = milliseconds('loginTimeout', options.loginTimeout ?? '1h')
  const endedRetention = milliseconds('endedRetention', options.endedRetention ?? '1d')
  if (endedRetention < loginTimeout + HOUR) {
    throw new ConfigError(
      'endedRetention',
      'a login begun before an end-all could outlive what the store remembers of it.',
      `Make it at least an hour more than loginTimeout: ${loginTimeout + HOUR} ms.`,
    )
  }
  const { issuedBefore = 0, partitionKey } = options
  return {
    store: guardedStore(options.store),
    policies,
    guestPolicy: policies.get(GUEST) as Policy,
    bearers: [...policies.values()].some((policy) => policy.carrier === 'bearer'),
    cookies: cookies.strict,
    localhostCookies: cookies.localhost,
    data: dataRules(options.data),
    loginTimeout,
    endedRetention,
    now: options.now ?? Date.now,
    emit: guarded(options.onEvent),
    issuedBefore: typeof issuedBefore === 'function' ? issuedBefore : () => issuedBefore,
    ownerOf: (userId) => ({ userId, partition: partitionOfUser(userId, partitionKey) }),
    ending: (reason, now, by) => ({
      reason,
      at: now,
      keepUntil: now + endedRetention,
      ...(by !== undefined && { by }),
    }),
  }
}

/** Keys that came from an unset environment variable must not silently mean "without". */
function checkSecrets(options: Pick<SessionsOptions, 'secrets' | 'partitionKey'>): void {
  const check = (option: string, value: unknown) => {
    if (typeof value === 'string' && value.length >= 32) return
    const what = typeof value === 'string' ? 'it is shorter than 32 characters.' : 'it is not set.'
    throw new ConfigError(
      option,
      what,
      'Make one with: node -p "crypto.randomBytes(32).toString(\'base64url\')"',
    )
  }
  if ('partitionKey' in options) check('partitionKey', options.partitionKey)
  if (!('secrets' in options)) return
  if (!Array.isArray(options.secrets) || options.secrets.length === 0) check('secrets', undefined)
  options.secrets?.forEach((secret, i) => {
    check(`secrets[${i}]`, secret)
  })
}
