import { decodeJwt } from 'jose'
import type { SessionsOptions } from '../../../src/index.ts'
import {
  createTokens,
  generateKeys,
  type IssueTokensOptions,
  importKeys,
  type TokenResponse,
  type Tokens,
  type TokensOptions,
} from '../../../src/tokens/index.ts'
import { type World, world } from '../../support/world.ts'

export const ISSUER = 'https://auth.example.com'
export const AUDIENCE = 'https://api.example.com'
export const COOKIE = '__Secure-sess-refresh'

/** An issuer on a watched store, with a clock of its own. */
export interface Api extends World<Record<string, unknown>> {
  readonly tokens: Tokens<object>
  readonly keyText: string
  /** First tokens for alice, or somebody else. */
  signIn(options?: Partial<IssueTokensOptions> & { userId?: string }): Promise<TokenResponse>
  refresh(
    token: string | undefined,
    more?: Readonly<Record<string, string>>,
    headers?: HeadersInit,
  ): Promise<Answered>
  revoke(
    token: string | undefined,
    more?: Readonly<Record<string, string>>,
    headers?: HeadersInit,
  ): Promise<Answered>
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: whatever an endpoint says
  readonly body: any
}

/** One ring for all tests: making keys is slow. */
let made: Promise<string> | undefined

export async function api(
  options: Partial<TokensOptions<object>> = {},
  sessionOptions: Partial<SessionsOptions> = {},
): Promise<Api> {
  made ??= generateKeys()
  const keyText = await made
  const app = world({ groups: { api: { carrier: 'token-endpoint' } }, ...sessionOptions })
  const keys = await importKeys(keyText)
  const tokens = createTokens<object>(app.sessions, { issuer: ISSUER, audience: AUDIENCE, keys, ...options })
  return {
    ...app,
    tokens,
    keyText,
    async signIn({ userId = 'alice', ...given } = {}) {
      const answer = await tokens.issue(userId, {
        clientId: 'app',
        authenticatedAt: app.clock.time,
        amr: ['pwd'],
        ...given,
      })
      return answer.body
    },
    refresh: (token, more = {}, headers = {}) =>
      post(
        tokens.endpoints.token,
        {
          grant_type: 'refresh_token',
          ...(token !== undefined && { refresh_token: token }),
          ...more,
        },
        headers,
      ),
    revoke: (token, more = {}, headers = {}) =>
      post(tokens.endpoints.revoke, { ...(token !== undefined && { token }), ...more }, headers),
  }
}

export async function post(
  endpoint: (request: Request) => Promise<Response>,
  parameters: Readonly<Record<string, string>> | string,
  headers: HeadersInit = {},
): Promise<Answered> {
  const body = new URLSearchParams(parameters)
  return answered(await endpoint(new Request(`${ISSUER}/oauth`, { method: 'POST', body, headers })))
}

export async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

export const claimsOf = (jwt: string) => decodeJwt(jwt)
