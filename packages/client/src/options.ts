/** Where an app keeps its refresh token: the keychain of a phone, a file that only the user of a command-line tool can read. */
export interface RefreshTokenKeeper {
  /** The token, or `null` when there is none. Asked before each refresh, so that two processes may share one keeper. */
  load(): string | null | Promise<string | null>
  /** A token to keep in place of the last one, or `null` to forget it. When it fails, so does the call that caused it. */
  save(token: string | null): void | Promise<void>
}

/** Why the client has come to be signed out, as `onSignedOut` is told. */
export type SignedOutReason =
  /** `signOut` was called, here or in another tab. */
  | 'signed-out'
  /** The token endpoint no longer takes the refresh token. */
  | 'refused'

export interface ClientOptions {
  /** The endpoint that gives access tokens (RFC 6749 §3.2): absolute, `https:` (or `http:` on the loopback host only). */
  readonly tokenEndpoint: string | URL
  /** The endpoint that ends the session (RFC 7009), needed for `signOut`. Same rules. */
  readonly revocationEndpoint?: string | URL
  /** Sent as `client_id` when given: the endpoint may want to know which client refreshes. */
  readonly clientId?: string
  /**
   * The origins that the access token may be sent to, exactly as `URL.origin` writes them. Default: the token endpoint's own.
   * A request to any other is refused, so that a mistyped or planted address never sees the token (RFC 9700 §4.9.1).
   */
  readonly origins?: readonly string[]
  /**
   * Where the refresh token lives. Nothing here ever writes to `localStorage`, `sessionStorage` or IndexedDB.
   * - `'memory'` (default): in this object; a reload means signing in again.
   * - `'cookie'`: in an HttpOnly cookie scoped to the token endpoint, which the server sets and no script can read. For browsers.
   * - a keeper of your own: for phones and command-line tools, which have a place that is safe.
   */
  readonly refreshToken?: 'memory' | 'cookie' | RefreshTokenKeeper
  /** How long one call to the token or the revocation endpoint may take, in milliseconds. Default: 10,000. */
  readonly timeout?: number
  /** Told once when the person is signed out. What it throws is reported as an uncaught error, not to whoever sent a request. */
  readonly onSignedOut?: (reason: SignedOutReason) => void
  /** Default: the global one, looked up at each call. */
  readonly fetch?: typeof globalThis.fetch
}

/** The same, checked. */
export interface Settings {
  readonly tokenEndpoint: string
  readonly revocationEndpoint: string | null
  readonly clientId: string | null
  readonly origins: ReadonlySet<string>
  readonly keeper: RefreshTokenKeeper | null
  readonly timeout: number
  readonly onSignedOut: (reason: SignedOutReason) => void
  readonly fetch: typeof globalThis.fetch
}

const KNOWN = new Set([
  'tokenEndpoint',
  'revocationEndpoint',
  'clientId',
  'origins',
  'refreshToken',
  'timeout',
  'onSignedOut',
  'fetch',
])

/** Throws a `TypeError` that names the option and what to write instead. */
export function settings(options: ClientOptions): Settings {
  const unknown = Object.keys(options).find((key) => !KNOWN.has(key))
  if (unknown !== undefined) throw new TypeError(`${unknown} is not an option of the client.`)
  const tokenEndpoint = endpoint('tokenEndpoint', options.tokenEndpoint)
  const { revocationEndpoint, timeout = 10_000 } = options
  if (!(Number.isFinite(timeout) && timeout > 0)) {
    throw new TypeError('timeout: give a number of milliseconds above zero.')
  }
  return {
    tokenEndpoint: tokenEndpoint.href,
    revocationEndpoint:
      revocationEndpoint === undefined ? null : endpoint('revocationEndpoint', revocationEndpoint).href,
    clientId: options.clientId ?? null,
    origins: new Set((options.origins ?? [tokenEndpoint.origin]).map(origin)),
    keeper: options.refreshToken === 'cookie' ? null : keeper(options.refreshToken),
    timeout,
    onSignedOut: options.onSignedOut ?? (() => {}),
    fetch: options.fetch ?? ((...given) => globalThis.fetch(...given)),
  }
}

function endpoint(option: string, given: string | URL): URL {
  const url = URL.parse(given)
  if (!url || !confidential(url)) {
    throw new TypeError(`${option}: give an absolute https: URL (http: only on the loopback host).`)
  }
  return url
}

function origin(given: string): string {
  const url = URL.parse(given)
  if (!url || url.origin !== given || given.includes('*') || !confidential(url)) {
    throw new TypeError(
      `origins: ${JSON.stringify(given)} is not an origin to send a token to. Write it as https://api.example.com, without a path ` +
        'and without a slash at the end (http: only on the loopback host).',
    )
  }
  return given
}

/** Nobody on the way can read what is sent there (RFC 6750 §5.3). */
const confidential = ({ protocol, hostname }: URL) =>
  protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname))

function keeper(given: RefreshTokenKeeper | 'memory' = 'memory'): RefreshTokenKeeper {
  if (given !== 'memory') {
    if (typeof given?.load === 'function' && typeof given.save === 'function') return given
    throw new TypeError("refreshToken: give 'memory', 'cookie', or an object with load() and save().")
  }
  let held: string | null = null
  return {
    load: () => held,
    save(token) {
      held = token
    },
  }
}
