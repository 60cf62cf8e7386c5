import { checkClient } from '../check-caller.ts'
import { createFor, policyFor } from '../creation.ts'
import type { IssueOptions } from '../facade.ts'
import type { Grant } from '../grant.ts'
import { audiences, scopesOf } from './audience.ts'
import type { TokenRules } from './rules.ts'
import { type TokenAnswer, tokenAnswer } from './token-answer.ts'

export interface IssueTokensOptions extends Omit<IssueOptions, 'group'> {
  /** A group whose carrier is `token-endpoint`. Default `'api'`. */
  readonly group?: string
  /** The client that the tokens are for: no other can use them. */
  readonly clientId: string
  /** What the tokens allow, at most (RFC 6749 §3.3): a list, or one text with blanks. Default: nothing in particular. */
  readonly scope?: string | readonly string[]
  /** Some of the audiences that `createTokens` knows. Default: the only one; a `TypeError` where there are several. */
  readonly audience?: string | readonly string[]
  /** `'cookie'`: the refresh token goes into an HttpOnly cookie of the token endpoint, and into no body. Default `'body'`. */
  readonly delivery?: 'body' | 'cookie'
}

/** A session of an API client, and its first tokens. */
export async function issueTokens(
  rules: TokenRules,
  userId: string,
  options: IssueTokensOptions,
): Promise<TokenAnswer> {
  const {
    group = 'api',
    clientId,
    scope,
    audience,
    delivery,
    authenticatedAt,
    client = {},
    ...facts
  } = options
  const policy = policyFor(rules.context, group, 'token-endpoint')
  checkClient(client)
  const grant = grantOf(rules, options)
  const { token, loaded } = await createFor(rules.context, userId, policy, {
    facts,
    client,
    data: '{}',
    grant,
    authenticatedAt,
    evict: [],
    supersedes: undefined,
  })
  return tokenAnswer(rules, loaded, grant, grant, token)
}

/** Mistakes of the caller, found before anything is written. */
function grantOf(rules: TokenRules, options: IssueTokensOptions): Grant {
  const { clientId, scope = [], delivery = 'body' } = options
  if (typeof clientId !== 'string' || !/^[\x20-\x7e]{1,256}$/.test(clientId))
    throw new TypeError('clientId is a text of 1 to 256 printable ASCII characters (RFC 6749, appendix A.1).')
  if (delivery !== 'body' && delivery !== 'cookie') throw new TypeError("delivery is 'body' or 'cookie'.")
  if (delivery === 'cookie' && rules.cookie === null)
    throw new TypeError("delivery: 'cookie' needs the option cookie of createTokens().")
  const scopes = scopesOf(scope)
  if (scopes === null)
    throw new TypeError('scope is a list of names without blanks, or one text (RFC 6749 §3.3).')
  const { audience = rules.audience } = options
  if (options.audience === undefined && rules.audience.length > 1)
    throw new TypeError(`audience: say which API the tokens are for: ${rules.audience.join(', ')}.`)
  const wanted = audiences('audience', audience)
  const unknown = wanted.find((one) => !rules.audience.includes(one))
  if (unknown !== undefined)
    throw new TypeError(
      `audience: createTokens() knows no "${unknown}". There is: ${rules.audience.join(', ')}.`,
    )
  return { clientId, audience: wanted, scope: scopes, delivery }
}
