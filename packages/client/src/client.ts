import type { ClientOptions } from './options.ts'
import { settings } from './options.ts'
import { send } from './send.ts'
import { type TokenResponse, tokenResponse } from './token-endpoint.ts'
import { TokenHolder } from './token-holder.ts'

export interface Client {
  /**
   * The global `fetch` with the access token attached, for requests to `origins` only (a `TypeError` for any other).
   *
   * Any number of requests wait for one refresh. A request whose token the API refuses (401 with `invalid_token`) is sent once
   * more with a new one; one with a stream for a body cannot be, and is answered with that 401. `GET` and `HEAD` are repeated
   * twice when the network or a gateway (502, 503, 504) fails, after a pause that `Retry-After` may lengthen to 5 s. Every other
   * answer of the API is returned as it is, a demand for step-up (RFC 9470) too.
   *
   * Rejects with `SignedOutError` when there is no session, `RefreshFailedError` when the token endpoint fails, the signal's
   * reason when it is aborted, and whatever `fetch` rejects with.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** An access token for what `fetch` cannot do, such as the first message of a WebSocket. Never put it in a URL. Rejects as `fetch` does. */
  accessToken(): Promise<string>
  /**
   * What the sign-in was answered with (RFC 6749 §5.1), from now on in place of anybody who was signed in. With
   * `refreshToken: 'cookie'` a page that is loaded after the sign-in need not call it: its first request refreshes by the cookie.
   */
  signedIn(response: TokenResponse): Promise<void>
  /**
   * Ends the session on the server and forgets the tokens, in every tab. Rejects with `SignOutFailedError` when the server did not
   * confirm it; requests are refused all the same, and `signOut` may be called again. Nobody signed in: nothing to do.
   */
  signOut(): Promise<void>
}

/**
 * A client of an API that takes access tokens (RFC 6750) and gives them for refresh tokens (RFC 6749 §6).
 *
 * Throws a `TypeError` for options that would send a token where it can be read.
 *
 * ```ts
 * import { createClient } from '@sess/client'
 *
 * const client = createClient({
 *   tokenEndpoint: 'https://api.example.com/token',
 *   revocationEndpoint: 'https://api.example.com/revoke',
 *   refreshToken: 'cookie',
 * })
 * const response = await client.fetch('https://api.example.com/orders')
 * ```
 */
export function createClient(options: ClientOptions): Client {
  const checked = settings(options)
  const tokens = new TokenHolder(checked)
  return {
    fetch: async (input, init) =>
      send(checked, tokens, new Request(input, init), init?.body instanceof ReadableStream),
    accessToken: () => tokens.current(),
    signedIn: async (response) => tokens.signedIn(tokenResponse(response), Date.now()),
    async signOut() {
      if (!checked.revocationEndpoint) {
        throw new TypeError(
          'signOut: give the option "revocationEndpoint", or the session would live on on the server.',
        )
      }
      await tokens.signOut()
    },
  }
}
