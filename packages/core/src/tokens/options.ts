import type { Sessions } from '../facade.ts'
import type { Duration } from '../options.ts'
import type { ClaimsOptions } from './claims.ts'
import type { KeyRing } from './key-ring.ts'

/** A client as it presents itself at an endpoint (RFC 6749 §2.3). */
export interface PresentedClient {
  /** `null`: it did not say. */
  readonly clientId: string | null
  /** From HTTP Basic, or from the form. `null`: none, as public clients have none. */
  readonly secret: string | null
}

/** The refresh token in a cookie that no script can read and that only the endpoints are sent: for pages (SPAs). */
export interface RefreshCookieOptions {
  /** The path under which the token and the revocation endpoint lie, for example `'/oauth'`. */
  readonly path: string
  /** Default `'sess-refresh'`; its prefix is `__Secure-`. */
  readonly name?: string
  /** Default `'Strict'`. `'None'` for pages on another site, where browsers still let them. */
  readonly sameSite?: 'Strict' | 'Lax' | 'None'
}

export interface TokensOptions<Claims extends object = Record<string, unknown>> {
  /** The https URL that names this issuer in every token, and by which resource servers know it. */
  readonly issuer: string
  /** The resource servers that tokens may be for. Where there are several, each `issue` says which. */
  readonly audience: string | readonly string[]
  /** From `importKeys`. */
  readonly keys: KeyRing
  /** How long an access token is good, `'5m'` to `'60m'`: a signature alone cannot be taken back earlier. Default `'15m'`. */
  readonly accessTokenLifetime?: Duration
  /** The app's own claims. Default: none. */
  readonly claims?: ClaimsOptions<Claims>
  /** Whether a refresh counts as the activity of a person, and moves the idle deadline. Default: no, for apps refresh by themselves. */
  readonly refreshIsActivity?: boolean | ((request: Request) => boolean)
  /** Allows `delivery: 'cookie'`. Default: refresh tokens are in bodies only. */
  readonly cookie?: RefreshCookieOptions
  /** Origins of pages that may call the endpoints (CORS), exactly as browsers write them. Default: none but the issuer's own. */
  readonly origins?: readonly string[]
  /**
   * Whether a client is who it says. Asked at the token and the revocation endpoint. Default: all clients are public, and one that
   * sends a secret is refused.
   */
  readonly authenticateClient?: (client: PresentedClient) => boolean | Promise<boolean>
  /**
   * Who asks at the introspection endpoint: the audience names of that resource server, or `null` for nobody we know. Without it there is
   * no such endpoint.
   */
  readonly authenticateResourceServer?: (
    request: Request,
  ) => string | readonly string[] | null | Promise<string | readonly string[] | null>
  /** What a runtime knows of the address of a client. Default: nothing. */
  readonly address?: (request: Request) => string | undefined
  /** How much clocks may differ when a token is verified, at most `'1m'`. Default `'5s'`. */
  readonly clockTolerance?: Duration
}

/** What `createTokens` works on. */
export type AnySessions = Sessions<never> | Sessions
