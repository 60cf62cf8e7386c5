import { milliseconds } from './duration.ts'
import { ConfigError } from './errors.ts'
import { refuseNonObject, refuseUnknown } from './known-options.ts'
import { type PolicyLimit, resolveLimit } from './limit-rules.ts'
import type { CarrierKind, GroupOptions, SessionsOptions } from './options.ts'
import { quote } from './quote.ts'

/** The resolved rules of a group; all times in ms. */
export interface Policy {
  readonly group: string
  readonly carrier: CarrierKind
  readonly idleTimeout: number
  readonly idleTolerance: number
  readonly absoluteTimeout: number
  readonly renewalInterval: number
  /** The overlap with the clocks' skew added. */
  readonly overlap: number
  limitOf(userId: string): Promise<PolicyLimit | null>
}

/** The group that signed-in browsers belong to unless login says otherwise, and the one that all guests belong to. */
export const WEB = 'web'
export const GUEST = 'guest'
/** The sessions in which staff act for users: a group of its own, so that they take no place of the user's. */
export const IMPERSONATION = 'impersonation'
const LONGEST_IMPERSONATION = 3_600_000
const IDLE_IMPERSONATION = 900_000

const DAY = 86_400_000
const GROUP_OPTIONS = [
  'idleTimeout',
  'absoluteTimeout',
  'idleTolerance',
  'renewalInterval',
  'renewalOverlap',
  'limit',
  'carrier',
] as const

/** The rules of every group, the guests' among them; `ConfigError` for the first that breaks a rule (P12). */
export function resolvePolicies<Data extends object>(
  options: SessionsOptions<Data>,
  skew: number,
): Map<string, Policy> {
  const base = onlyGroupOptions(options)
  const policies = new Map([[WEB, resolvePolicy(WEB, '', base, skew)]])
  const groups = options.groups ?? {}
  refuseNonObject('groups', groups)
  for (const [name, own] of Object.entries(groups)) {
    if (name === GUEST)
      throw new ConfigError(
        'groups.guest',
        'the name is taken by guests.',
        'Use the option `guests`, or another name.',
      )
    if (name === IMPERSONATION)
      throw new ConfigError(
        'groups.impersonation',
        'the name is taken by sessions in which staff act for users.',
        'Use another name.',
      )
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(name)) {
      throw new ConfigError(
        `groups.${name}`,
        'a group name is short and plain.',
        'Use 1 to 32 of a-z, 0-9 and -, a letter first.',
      )
    }
    refuseUnknown(`groups.${name}.`, own, GROUP_OPTIONS)
    const above = own.carrier === 'token-endpoint' ? suitsAll(base) : base
    policies.set(name, resolvePolicy(name, `groups.${name}.`, { ...above, ...onlyGroupOptions(own) }, skew))
  }
  const guests = options.guests ?? {}
  refuseUnknown('guests.', guests, ['idleTimeout', 'absoluteTimeout', 'idleTolerance'])
  const { limit: _, carrier: __, ...timeouts } = base
  policies.set(GUEST, resolvePolicy(GUEST, 'guests.', { ...timeouts, ...onlyGroupOptions(guests) }, skew))
  policies.set(IMPERSONATION, impersonationPolicy(base, skew))
  return policies
}

/** No longer idle than the others, and never for more than an hour. */
function impersonationPolicy(
  { renewalInterval, renewalOverlap, idleTimeout }: GroupOptions,
  skew: number,
): Policy {
  const idle = Math.min(milliseconds('idleTimeout', idleTimeout ?? IDLE_IMPERSONATION), IDLE_IMPERSONATION)
  const own: GroupOptions = {
    absoluteTimeout: LONGEST_IMPERSONATION,
    idleTimeout: idle,
    ...(renewalInterval !== undefined && { renewalInterval }),
    ...(renewalOverlap !== undefined && { renewalOverlap }),
  }
  return resolvePolicy(IMPERSONATION, '', own, skew)
}

/** Of the rules for browsers, those that suit every kind of client. */
function suitsAll({ limit, renewalOverlap }: GroupOptions): GroupOptions {
  return { ...(limit !== undefined && { limit }), ...(renewalOverlap !== undefined && { renewalOverlap }) }
}

/** What is given. An `undefined`, as from an unset environment variable, is not: the rules above apply then, not the defaults. */
function onlyGroupOptions(options: GroupOptions): GroupOptions {
  return Object.fromEntries(
    GROUP_OPTIONS.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]),
  )
}

function resolvePolicy(group: string, at: string, options: GroupOptions, skew: number): Policy {
  const time = (
    key: keyof GroupOptions & `${string}${'Timeout' | 'Interval' | 'Overlap' | 'Tolerance'}`,
    byDefault: number | string,
  ) => {
    const given = options[key]
    return milliseconds(at + key, given === undefined ? byDefault : given)
  }
  const carrier = options.carrier ?? 'cookie'
  const refreshes = carrier === 'token-endpoint'
  const absoluteTimeout = time('absoluteTimeout', refreshes ? '7d' : '12h')
  const idleTimeout = time('idleTimeout', refreshes ? absoluteTimeout : '30m')
  const idleTolerance = time('idleTolerance', Math.max(1, Math.min(60_000, Math.floor(idleTimeout / 10))))
  const renewalInterval = time('renewalInterval', refreshes ? '2m' : '15m')
  const overlap = time('renewalOverlap', '30s') + skew

  if (carrier !== 'cookie' && carrier !== 'bearer' && !refreshes) {
    throw new ConfigError(
      `${at}carrier`,
      `${quote(carrier)} carries no tokens.`,
      "Use 'cookie' or 'bearer', or 'token-endpoint' for refresh tokens.",
    )
  }
  if (refreshes && group === WEB) {
    throw new ConfigError(
      `${at}carrier`,
      'the sessions of browsers would have refresh tokens.',
      "Give API clients a group of their own: groups: { api: { carrier: 'token-endpoint' } }.",
    )
  }
  if (absoluteTimeout > 400 * DAY) {
    throw new ConfigError(
      `${at}absoluteTimeout`,
      'it is longer than 400 days, the most that browsers keep a cookie.',
      'Shorten it.',
    )
  }
  if (idleTimeout > absoluteTimeout) {
    throw new ConfigError(
      `${at}idleTimeout`,
      'it is longer than absoluteTimeout, so it would never count.',
      'Shorten it, or lengthen absoluteTimeout.',
    )
  }
  if (idleTolerance >= idleTimeout) {
    throw new ConfigError(
      `${at}idleTolerance`,
      'it is not shorter than idleTimeout.',
      'A tenth of idleTimeout is a good value.',
    )
  }
  if (renewalInterval < 2 * overlap) {
    throw new ConfigError(
      `${at}renewalInterval`,
      'renewals would overlap: it is shorter than twice renewalOverlap plus clockSkew.',
      `Make it at least ${2 * overlap} ms, or shorten renewalOverlap.`,
    )
  }
  if (renewalInterval > DAY) {
    throw new ConfigError(
      `${at}renewalInterval`,
      'a token would serve for more than a day.',
      "Use at most '24h'.",
    )
  }
  if (carrier === 'bearer' && absoluteTimeout > DAY) {
    throw new ConfigError(
      `${at}absoluteTimeout`,
      'a bearer token is never renewed, and would serve for more than a day.',
      "Use at most '24h'; for longer sessions use access and refresh tokens.",
    )
  }
  const limitOf = resolveLimit(`${at}limit`, options.limit ?? null)
  return { group, carrier, idleTimeout, idleTolerance, absoluteTimeout, renewalInterval, overlap, limitOf }
}
