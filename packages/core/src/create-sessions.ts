import type { Carrier } from './carrier.ts'
import { checkClient, checkUserId } from './check-caller.ts'
import { endCompromised } from './compromise.ts'
import { resolveContext } from './context.ts'
import { createFor, policyFor } from './creation.ts'
import { checkOpened } from './csrf-check.ts'
import { endAllOf, endOne } from './ending.ts'
import type { IssueOptions, RevokeOptions, Sessions, SweepOptions } from './facade.ts'
import { openRequest } from './open-request.ts'
import type { SessionsOptions } from './options.ts'
import { RequestSession } from './request-session.ts'
import { listOf } from './session-info.ts'
import { shareContext } from './shared-context.ts'
import { END_REASONS, type EndReason } from './store.ts'
import { sweepAll } from './sweep.ts'
import { formatToken } from './token.ts'

/**
 * Makes the session layer of an app. Options that would be insecure or impossible throw a `ConfigError` here, with the rule and
 * the mend (P12), so that such an app does not start.
 *
 * ```ts
 * import { createSessions } from '@sess/core'
 * import { memoryStore } from '@sess/core/memory'
 *
 * const sessions = createSessions({ store: memoryStore(), limit: { max: 5 } })
 * ```
 */
export function createSessions<Data extends object = Record<string, unknown>>(
  options: SessionsOptions<Data>,
): Sessions<Data> {
  const context = resolveContext(options)
  const { now } = context
  return shareContext<Data>(context, {
    async open(carrier: Carrier) {
      const slot = await openRequest(context, carrier)
      slot.csrf = await checkOpened(slot)
      return new RequestSession(slot)
    },
    async view(carrier) {
      const { method, url, secure, address } = carrier
      const header = (name: string) => carrier.header(name)
      return new RequestSession(await openRequest(context, { method, url, secure, address, header }))
    },
    async list(userId: string) {
      checkUserId(userId)
      const at = now()
      return listOf(context, userId, at)
    },
    async revoke(id: string, { reason = 'revoked-by-administrator', by }: RevokeOptions = {}) {
      if (typeof id !== 'string') throw new TypeError('A session id is a string.')
      checkReason(reason)
      return endOne(context, id, context.ending(reason, now(), by))
    },
    async revokeAll(userId, { reason = 'revoked-by-administrator', by, except } = {}) {
      checkUserId(userId)
      checkReason(reason)
      const refs = await endAllOf(context, userId, context.ending(reason, now(), by), except ?? null)
      return refs.map((ref) => ref.id)
    },
    compromised: async (who, options = {}) => endCompromised(context, who, options),
    async issue(userId: string, { group, authenticatedAt, client = {}, ...facts }: IssueOptions) {
      const policy = policyFor(context, group, 'bearer')
      checkClient(client)
      const { token } = await createFor(context, userId, policy, {
        facts,
        client: Object.freeze({ ...client }),
        data: '{}',
        authenticatedAt,
        evict: [],
        supersedes: undefined,
      })
      return { token: formatToken(token), id: token.id }
    },
    sweep: (options: SweepOptions = {}) => sweepAll(context, options),
  })
}

/** Reasons are a closed set, so that apps can translate every one of them. */
function checkReason(reason: EndReason): void {
  if (!END_REASONS.includes(reason))
    throw new TypeError(`"${reason}" is no reason for an end. There is: ${END_REASONS.join(', ')}.`)
}
