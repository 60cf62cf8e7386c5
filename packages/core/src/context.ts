import { type CookieShapes, resolveCookies } from './cookie.ts'
import { type CsrfRules, resolveCsrf } from './csrf-options.ts'
import { type DataRules, dataRules } from './data.ts'
import { milliseconds } from './duration.ts'
import { ConfigError } from './errors.ts'
import { type EventListener, guarded } from './events.ts'
import { guardedStore } from './guarded-store.ts'
import { partitionOfUser } from './id.ts'
import { refuseUnknown } from './known-options.ts'
import { KnownProofs } from './known-proofs.ts'
import { checkAsking } from './limit-ticket.ts'
import { LiveSessions } from './live-sessions.ts'
import { resolveClock, resolveIssuedBefore } from './moments.ts'
import type { SessionsOptions } from './options.ts'
import { GUEST, type Policy, resolvePolicies } from './policy.ts'
import { checkReplayGuard, type ReplayGuard } from './ports.ts'
import { type RoutedRequest, resolveRoutes } from './routes.ts'
import { checkSecrets } from './secrets.ts'
import { resolveSignIns, type SignInWatcher } from './sign-ins.ts'
import { type Signer, signerOf } from './signing.ts'
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
  readonly csrf: CsrfRules
  isPassive(request: RoutedRequest): boolean
  readonly signer: Signer
  readonly replayGuard: ReplayGuard | null
  readonly data: DataRules<Data>
  readonly proofs: KnownProofs
  readonly loginTimeout: number
  readonly endedRetention: number
  readonly live: LiveSessions
  readonly now: () => number
  readonly emit: EventListener
  readonly signIns: SignInWatcher | null
  issuedBefore(): number
  ownerOf(userId: string): Owner
  ending(reason: EndReason, now: number, by?: string): Ending
}

const OPTIONS = [
  'store',
  'groups',
  'guests',
  'cookie',
  'csrf',
  'passive',
  'data',
  'secrets',
  'replayGuard',
  'partitionKey',
  'clockSkew',
  'loginTimeout',
  'endedRetention',
  'issuedBefore',
  'onEvent',
  'signIns',
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
  const { clockSkew = '2s', loginTimeout: longest = '1h', endedRetention: kept = '1d' } = options
  checkSecrets(options)
  const policies = resolvePolicies(options, milliseconds('clockSkew', clockSkew))
  checkAsking(options)
  const cookies = resolveCookies(options.cookie)
  const loginTimeout = milliseconds('loginTimeout', longest)
  const endedRetention = milliseconds('endedRetention', kept)
  if (endedRetention < loginTimeout + HOUR) {
    throw new ConfigError(
      'endedRetention',
      'a login begun before an end-all could outlive what the store remembers of it.',
      `Make it at least an hour more than loginTimeout: ${loginTimeout + HOUR} ms.`,
    )
  }
  const { partitionKey, onEvent } = options
  if (onEvent !== undefined && typeof onEvent !== 'function')
    throw new ConfigError('onEvent', 'it is no function, so nobody would hear.', 'Use (event) => …')
  const store = guardedStore(options.store)
  const now = resolveClock(options)
  const issuedBefore = resolveIssuedBefore(options)
  return {
    store,
    live: new LiveSessions({ store, now, issuedBefore }),
    policies,
    guestPolicy: policies.get(GUEST) as Policy,
    bearers: [...policies.values()].some((policy) => policy.carrier === 'bearer'),
    cookies: cookies.strict,
    localhostCookies: cookies.localhost,
    csrf: resolveCsrf(options.csrf),
    isPassive: resolveRoutes('passive', options.passive, '/events'),
    signer: signerOf(options.secrets),
    replayGuard: checkReplayGuard(options.replayGuard),
    data: dataRules(options.data),
    proofs: new KnownProofs(),
    loginTimeout,
    endedRetention,
    now,
    emit: guarded(onEvent),
    signIns: resolveSignIns(options),
    issuedBefore,
    ownerOf: (userId) => ({ userId, partition: partitionOfUser(userId, partitionKey) }),
    ending: (reason, now, by) => ({
      reason,
      at: now,
      keepUntil: now + endedRetention,
      ...(by !== undefined && { by }),
    }),
  }
}
