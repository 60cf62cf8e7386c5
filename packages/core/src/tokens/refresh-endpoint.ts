import { decodeBody } from '../data.ts'
import type { Grant } from '../grant.ts'
import { type Opened, openToken } from '../open-token.ts'
import type { SessionRecord } from '../store.ts'
import { sibling, type Token } from '../token.ts'
import { scopesOf } from './audience.ts'
import { authenticatedClient } from './client-authentication.ts'
import { formEndpoint } from './endpoint.ts'
import type { Endpoint } from './jwks-endpoint.ts'
import type { Use } from './mint.ts'
import { type Problem, problem } from './oauth-error.ts'
import { clientFactsOf, presentedToken } from './presented-token.ts'
import type { TokenRules } from './rules.ts'
import { tokenAnswer } from './token-answer.ts'

/** The token endpoint, for refresh tokens (RFC 6749 §6). What it is asked and what it answers stands at `Tokens.endpoints`. */
export function refreshEndpoint(rules: TokenRules): Endpoint {
  const { context, cors } = rules
  return formEndpoint(cors, async (request, form) => {
    const client = await authenticatedClient(request, form, rules.authenticateClient)
    if ('code' in client) return client
    const grantType = form.get('grant_type')
    if (grantType === undefined) return problem('invalid_request', 'grant_type is missing.')
    if (grantType !== 'refresh_token')
      return problem('unsupported_grant_type', 'Only refresh_token is supported here.')
    const presented = presentedToken(rules, request, form.get('refresh_token'))
    if ('code' in presented) return presented
    const { token, delivery } = presented
    if (token === null) return GONE

    let asked: { readonly grant: Grant; readonly use: Use | Problem } | null = null
    // Before anything is written: what is asked for is looked at when the grant is known.
    const accepts = (record: SessionRecord): boolean => {
      const { grant } = decodeBody(record)
      if (grant === undefined) return record.ended !== null
      if (grant.delivery !== delivery || (client.clientId ?? grant.clientId) !== grant.clientId) return false
      asked = { grant, use: useOf(grant, form) }
      return !('code' in asked.use)
    }
    const isActivity = rules.isActivity(request)
    const opened = await openToken(
      context,
      token,
      'token-endpoint',
      'token-endpoint',
      clientFactsOf(rules, request),
      { accepts, isActivity },
    )
    const { grant, use } = (asked as { readonly grant: Grant; readonly use: Use | Problem } | null) ?? {}
    if (use !== undefined && 'code' in use) return use
    if (opened.kind !== 'served' || grant === undefined || use === undefined) return refusalOf(opened)
    const successor = opened.handOut ?? soonDue(opened, token, context.now())
    return (await tokenAnswer(rules, opened.loaded, grant, use, successor)).toResponse()
  })
}

const GONE: Problem = problem('invalid_grant', 'The refresh token is not known, or is over. Sign in again.')

/**
 * Shortly before a renewal is due its token goes out already, without being written down: when it comes back, the record catches up. Else
 * a client whose request was repeated on its way could be content with an answer from before that moment, never see the one from
 * after it, and be accused an hour later with the token that it was left with.
 */
function soonDue({ loaded, policy }: Opened & { kind: 'served' }, token: Token, now: number): Token | null {
  const { confirmedAt, generation, proofKey } = loaded.state
  if (confirmedAt === null || now === confirmedAt || token.generation !== generation) return null
  const isSoon = now - confirmedAt >= policy.renewalInterval - 2 * policy.overlap
  return isSoon ? sibling(token, generation + 1, proofKey) : null
}

function refusalOf(opened: Opened): Problem {
  if (opened.kind === 'superseded')
    return problem(
      'superseded',
      'The session was given a new key a moment ago. Use the newest refresh token.',
    )
  return opened.kind === 'none' && opened.reason !== null ? { ...GONE, reason: opened.reason } : GONE
}

/** What is asked for: all that was granted, or some of it (RFC 6749 §6, RFC 8707 §2.2). */
function useOf(grant: Grant, form: ReadonlyMap<string, string>): Use | Problem {
  const [asked, resource] = [form.get('scope'), form.get('resource')]
  const scope = asked === undefined ? grant.scope : scopesOf(asked)
  if (scope === null || scope.some((one) => !grant.scope.includes(one)))
    return problem('invalid_scope', 'More is asked for than was granted.')
  if (resource !== undefined && !grant.audience.includes(resource))
    return problem('invalid_target', 'The resource is not one that was granted.')
  return { scope, audience: resource === undefined ? grant.audience : [resource] }
}
