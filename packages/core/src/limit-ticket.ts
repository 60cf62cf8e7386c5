import { cookieValues, setCookie } from './cookie.ts'
import { ConfigError } from './errors.ts'
import { newId } from './id.ts'
import type { SessionsOptions } from './options.ts'
import { toInfo } from './session-info.ts'
import type { AuthenticationFacts, LoginOptions, PendingLogin } from './sign-in-options.ts'
import { seal, unseal } from './signing.ts'
import { putCookie, type Slot } from './slot.ts'

/**
 * What somebody holds who proved identity at a full limit: signed, in a cookie that no script reads, good for nothing but to see
 * these sessions and to end some of them by coming in. It names the id of the session to be, so that a store, which never
 * overwrites, lets it be used once.
 */
export interface LimitTicket extends AuthenticationFacts {
  readonly id: string
  readonly userId: string
  readonly group: string
  readonly authenticatedAt: number
  readonly expiresAt: number
}

const LIFETIME = 300_000

/** Hands out the ticket of a login that the limit turned away. */
export function sendTicket<Data extends object>(
  { context, carrier, cookies, openedAt }: Slot<Data>,
  userId: string,
  group: string,
  { amr, acr, acrFor, authenticatedAt = openedAt }: LoginOptions<Data>,
): void {
  const now = context.now()
  const ticket: LimitTicket = {
    id: newId(context.ownerOf(userId).partition),
    userId,
    group,
    authenticatedAt: Math.min(authenticatedAt, now),
    expiresAt: now + LIFETIME,
    ...(amr && { amr }),
    ...(acr !== undefined && { acr }),
    ...(acrFor !== undefined && { acrFor }),
  }
  const head = carrier.response
  if (head === undefined || head.sent) return
  putCookie(
    head,
    cookies.limit.name,
    setCookie(cookies.limit, seal(context.signer, 'limit', ticket), LIFETIME),
  )
}

/** The ticket that this request came with; `null` for none, an old one, and whatever we did not sign. */
export function ticketOf<Data extends object>({ context, carrier, cookies }: Slot<Data>): LimitTicket | null {
  for (const value of cookieValues(carrier.header('cookie'), cookies.limit.name)) {
    const ticket = unseal(context.signer, 'limit', value) as LimitTicket | null
    if (ticket !== null && context.now() < ticket.expiresAt) return ticket
  }
  return null
}

/** `session.pendingLogin`: the sessions of the group, for they are what the limit counts. */
export async function pendingLogin<Data extends object>(slot: Slot<Data>): Promise<PendingLogin | null> {
  const ticket = ticketOf(slot)
  if (ticket === null) return null
  const { userId, group, expiresAt } = ticket
  const { context } = slot
  const now = context.now()
  const live = await context.store.list(context.ownerOf(userId), now)
  const mark = context.issuedBefore()
  const counted = live.filter((record) => record.group === group && record.createdAt >= mark)
  return { userId, group, expiresAt, sessions: counted.map((record) => toInfo(record, null, now)) }
}

/** Asking needs something to sign with: found at start, where the limit is no function (P12). */
export function checkAsking({
  limit,
  groups = {},
  secrets,
}: Pick<SessionsOptions<never>, 'limit' | 'groups' | 'secrets'>): void {
  const limits: [at: string, limit: SessionsOptions['limit']][] = [['limit', limit]]
  for (const [name, own] of Object.entries(groups)) limits.push([`groups.${name}.limit`, own.limit])
  for (const [at, one] of limits) {
    if (secrets !== undefined || typeof one === 'function' || one?.overflow !== 'ask') continue
    throw new ConfigError(
      `${at}.overflow`,
      "'ask' signs a ticket, and there are no secrets.",
      'Pass secrets: [process.env.SESS_SECRET].',
    )
  }
}
