import { decodeAuth } from '../auth-state.ts'
import { clearCookie } from '../cookie.ts'
import { decodeBody } from '../data.ts'
import { endOne } from '../ending.ts'
import type { SessionRecord } from '../store.ts'
import { isAuthentic, type Token } from '../token.ts'
import { authenticatedClient } from './client-authentication.ts'
import { formEndpoint } from './endpoint.ts'
import type { Endpoint } from './jwks-endpoint.ts'
import { problem } from './oauth-error.ts'
import type { PresentedClient } from './options.ts'
import { clientFactsOf, type Presented, presentedToken } from './presented-token.ts'
import type { TokenRules } from './rules.ts'
import { NO_STORE } from './token-answer.ts'
import { slotOf } from './token-slot.ts'

/** The revocation endpoint (RFC 7009): ends the session of a refresh token, whichever of its tokens it is shown. */
export function revocationEndpoint(rules: TokenRules): Endpoint {
  return formEndpoint(rules.cors, async (request, form) => {
    const client = await authenticatedClient(request, form, rules.authenticateClient)
    if ('code' in client) return client
    const text = form.get('token')
    if (text?.includes('.'))
      return problem('unsupported_token_type', 'An access token ends by itself. Revoke its refresh token.')
    const presented = presentedToken(rules, request, text)
    if ('code' in presented) return presented
    await endSession(rules, request, presented, client)
    const headers = {
      ...NO_STORE,
      ...(presented.delivery === 'cookie' &&
        rules.cookie !== null && { 'set-cookie': clearCookie(rules.cookie) }),
    }
    // RFC 7009 §2.2: also for a token that is unknown or over; what the client wanted is so.
    return new Response(null, { status: 200, headers })
  })
}

async function endSession(
  rules: TokenRules,
  request: Request,
  { token, delivery }: Presented,
  client: PresentedClient,
): Promise<void> {
  const { context } = rules
  const record = token && (await context.store.read(token.id))
  if (!token || !record || record.ended !== null) return
  const policy = context.policies.get(record.group)
  if (policy?.carrier !== 'token-endpoint' || !belongs(record, token, delivery, client)) return
  const loaded = { record, state: decodeAuth(record) }
  const slot = slotOf(context, loaded, policy, clientFactsOf(rules, request))
  await endOne(context, record.id, context.ending('logout', context.now()), slot)
}

function belongs(
  record: SessionRecord,
  token: Token,
  delivery: Presented['delivery'],
  { clientId }: PresentedClient,
): boolean {
  const { grant } = decodeBody(record)
  if (grant === undefined || grant.delivery !== delivery) return false
  if (clientId !== null && clientId !== grant.clientId) return false
  return isAuthentic(token, decodeAuth(record).proofKey)
}
