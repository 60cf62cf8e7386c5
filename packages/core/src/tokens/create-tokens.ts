import { ConfigError } from '../errors.ts'
import type { ClientFacts } from '../events.ts'
import type { AuthenticationFacts } from '../sign-in-options.ts'
import type { AccessToken } from './access-token.ts'
import { introspectionEndpoint } from './introspection-endpoint.ts'
import { type IssueTokensOptions, issueTokens } from './issue.ts'
import { type Endpoint, jwksEndpoint } from './jwks-endpoint.ts'
import type { AnySessions, TokensOptions } from './options.ts'
import { refreshEndpoint } from './refresh-endpoint.ts'
import { rekeyTokens } from './rekey.ts'
import { revocationEndpoint } from './revocation-endpoint.ts'
import { resolveRules } from './rules.ts'
import type { TokenAnswer } from './token-answer.ts'
import { createVerifier, type Verifier } from './verifier.ts'

/**
 * Handlers of Web requests. Whatever they answer but the key set has `Cache-Control: no-store`; a request of a page on another origin is
 * answered to (CORS) only if its origin is configured. Parameters come in the body, form-encoded, each once, and never in the URL.
 */
export interface TokenEndpoints {
  /**
   * `POST`, RFC 6749 §6:
   *
   * | parameter | |
   * |---|---|
   * | `grant_type` | `refresh_token` |
   * | `refresh_token` | the token; absent where it travels in the cookie, and then the `Origin` has to be one of ours |
   * | `client_id` | optional for a public client; another than the grant's is `invalid_grant` |
   * | `scope` | optional: less than was granted |
   * | `resource` | optional: one of the audiences that were granted (RFC 8707) |
   *
   * 200: `{ access_token, token_type: "Bearer", expires_in, scope?, refresh_token? }`. With a `refresh_token` (or a `Set-Cookie`) in it, that
   * one takes the place of the client's; without one, the client keeps the newest that it has. A lost answer is asked for again, with the
   * same token and within `renewalInterval` (two minutes): it is the same answer, for any number of parallel requests.
   *
   * | status | `error` | what the client does |
   * |---|---|---|
   * | 400 | `invalid_grant` | sign in again; `reason` says why, if the session is over |
   * | 409 | `superseded` | the session was given a new key a moment ago: use the newest refresh token |
   * | 503 | `temporarily_unavailable` | nothing is said about the session: try again, as `Retry-After` says |
   * | 400 | `invalid_request`, `unsupported_grant_type`, `invalid_scope`, `invalid_target` | mend the request |
   * | 401 | `invalid_client` | mend the client's credentials |
   */
  readonly token: Endpoint
  /**
   * `POST`, RFC 7009: `token` (a refresh token; absent where it travels in the cookie), `client_id` as above. 200 without a body: the session
   * is over, or was; a refresh cookie is cleared. 400 `unsupported_token_type` for an access token. Other errors as above.
   */
  readonly revoke: Endpoint
  /** `GET`, the key set (RFC 7517). `Cache-Control: public, max-age=600`, `ETag`. */
  readonly jwks: Endpoint
  /**
   * `POST`, RFC 7662: `token` (an access token). 200: `{ active: false }`, or `{ active: true, sub, aud, client_id, scope, sid, … }` as the
   * token says and its session confirms. 401 `invalid_client`. A `ConfigError` without the option `authenticateResourceServer`.
   */
  readonly introspect: Endpoint
}

/** Access and refresh tokens for API clients, on the sessions of `createSessions`. */
export interface Tokens<Claims extends object = Record<string, unknown>> {
  /**
   * A session of an API client, after the app has checked who it is: the first access token and the refresh token. Errors as with
   * `Sessions.issue`; `ClaimsError` for claims that may not be in a token.
   */
  issue(userId: string, options: IssueTokensOptions): Promise<TokenAnswer>
  /**
   * The user has proved identity again, to an API that showed a verified access token (step-up, RFC 9470): re-keyed, with new tokens.
   * Every earlier token of this session is dead at once where sessions are checked. `SupersededError` if the session was re-keyed since
   * that token, `SessionEndedError` if it is over.
   */
  reauthenticate(
    token: AccessToken<object>,
    facts: AuthenticationFacts & { readonly client?: ClientFacts },
  ): Promise<TokenAnswer>
  /** Re-keyed, with new tokens: after a change of role or rights. Errors as with `reauthenticate`. */
  regenerate(token: AccessToken<object>, options?: { readonly client?: ClientFacts }): Promise<TokenAnswer>
  /** Checks the tokens of this issuer, with their sessions. */
  readonly verifier: Verifier<Claims>
  readonly endpoints: TokenEndpoints
}

/**
 * Tokens for API clients: mobile and desktop apps, command lines, pages on other origins, services.
 *
 *     const sessions = createSessions({ store, groups: { api: { carrier: 'token-endpoint' } } })
 *     const tokens = createTokens(sessions, {
 *       issuer: 'https://auth.example.com',
 *       audience: 'https://api.example.com',
 *       keys: await importKeys(process.env.SESS_KEYS),
 *     })
 *
 * `ConfigError` for options that are insecure or impossible (P12).
 */
export function createTokens<Claims extends object = Record<string, never>>(
  sessions: AnySessions,
  options: TokensOptions<Claims>,
): Tokens<Claims> {
  const rules = resolveRules(sessions, options)
  const { issuer, audience, keys, clockTolerance } = options
  const tolerance = clockTolerance === undefined ? {} : { clockTolerance }
  const verifier = createVerifier({ issuer, audience, keys, sessions, ...tolerance })
  const { authenticateResourceServer: authenticate, origins = [] } = options
  return {
    issue: (userId, given) => issueTokens(rules, userId, given),
    reauthenticate: (token, facts) => rekeyTokens(rules, token, 'reauthenticated', facts),
    regenerate: (token, given = {}) => rekeyTokens(rules, token, 'regenerated', given),
    // What was signed here was let through by the app's own schema.
    verifier: verifier as unknown as Verifier<Claims>,
    endpoints: {
      token: refreshEndpoint(rules),
      revoke: revocationEndpoint(rules),
      jwks: jwksEndpoint(keys, { origins, now: rules.context.now }),
      introspect:
        authenticate === undefined ? noIntrospection : introspectionEndpoint(rules, verifier, authenticate),
    },
  }
}

async function noIntrospection(): Promise<never> {
  throw new ConfigError(
    'authenticateResourceServer',
    'nobody is allowed to ask about tokens.',
    'Give the option to createTokens(), or do not mount this endpoint.',
  )
}
