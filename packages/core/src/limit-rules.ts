import { ConfigError } from './errors.ts'
import { refuseUnknown } from './known-options.ts'
import type { GroupOptions, Limit } from './options.ts'
import { quote } from './quote.ts'
import type { Overflow } from './store.ts'

/** How many sessions of one group a user may have. */

/** `asks`: whoever is turned away is given a ticket. */
export interface PolicyLimit {
  readonly max: number
  readonly overflow: Overflow
  readonly asks: boolean
}

const OVERFLOWS: readonly Overflow[] = ['reject', 'evict-oldest', 'evict-least-recent']

/** The option of a group as a question that is asked at each login. */
export function resolveLimit(
  at: string,
  limit: NonNullable<GroupOptions['limit']> | null,
): (userId: string) => Promise<PolicyLimit | null> {
  if (typeof limit === 'function') return async (userId) => checkLimit(at, await limit(userId))
  const fixed = checkLimit(at, limit)
  return async () => fixed
}

function checkLimit(at: string, limit: Limit | null): PolicyLimit | null {
  if (limit === null) return null
  if (typeof limit !== 'object') {
    throw new ConfigError(at, `${quote(limit)} is not a limit.`, 'Use { max: 5 }, or null for none.')
  }
  refuseUnknown(`${at}.`, limit, ['max', 'overflow'])
  const { max, overflow = 'evict-oldest' } = limit
  if (!Number.isSafeInteger(max) || max < 1) {
    throw new ConfigError(
      `${at}.max`,
      `${max} sessions would let nobody in.`,
      'Use a whole number of at least 1.',
    )
  }
  if (overflow === 'ask') return { max, overflow: 'reject', asks: true }
  if (!OVERFLOWS.includes(overflow)) {
    throw new ConfigError(
      `${at}.overflow`,
      `${quote(overflow)} is not a way to overflow.`,
      `Use one of ${OVERFLOWS.join(', ')}, ask.`,
    )
  }
  return { max, overflow, asks: false }
}
