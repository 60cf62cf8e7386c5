/** Where a request comes from, as far as its headers tell. */
export type RequestSource =
  /** It changes nothing, whoever made it (RFC 9110 §9.2.1). */
  | 'safe'
  /** A page of this origin, a trusted one, or the person's own doing (an address typed, a bookmark). */
  | 'own'
  /** A page of another origin. */
  | 'foreign'
  /** Nothing tells: no browser of these days. Only a token shows that a page of ours made it. */
  | 'unknown'

/** What the judgement looks at; headers as they came, `undefined` where there was none. */
export interface SourceFacts {
  readonly method: string
  readonly upgrade: string | undefined
  readonly secFetchSite: string | undefined
  readonly origin: string | undefined
  readonly host: string | undefined
  /** Whether the client's connection is HTTPS, as far as the framework knows. */
  readonly secure: boolean
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/**
 * Fetch Metadata first: the browser itself says how the page that made the request stands to us, whatever proxies have rewritten.
 * Then Origin, in browsers that send only that. A sibling host (`same-site`) is foreign: it may be somebody else's, or have been
 * taken over. A header with several values, or one that no standard knows, is foreign as well.
 */
export function judgeSource(request: SourceFacts, trustedOrigins: ReadonlySet<string>): RequestSource {
  const { secFetchSite, origin } = request
  if (isSafe(request)) return 'safe'
  if (secFetchSite === 'same-origin' || secFetchSite === 'none') return 'own'
  if (origin !== undefined && trustedOrigins.has(origin)) return 'own'
  if (secFetchSite !== undefined) return 'foreign'
  // `null` says that the origin is withheld: by a sandbox, a redirect between origins, or our own page's Referrer-Policy.
  if (origin === undefined || origin === 'null') return 'unknown'
  return isOwnOrigin(origin, request) ? 'own' : 'foreign'
}

/** The handshake of a WebSocket is a GET that browsers send across origins with cookies, and all that comes after it is unsafe. */
function isSafe({ method, upgrade }: SourceFacts): boolean {
  return SAFE_METHODS.has(method) && (upgrade === undefined || upgrade.toLowerCase() !== 'websocket')
}

/** Without a proxy's word, the connection that arrives as plain HTTP may have been HTTPS to the client; the other way round it cannot be. */
function isOwnOrigin(origin: string, { host, secure }: SourceFacts): boolean {
  if (host === undefined) return false
  return isOrigin(origin, `https://${host}`) || (!secure && isOrigin(origin, `http://${host}`))
}

/** Default ports are left out of an origin, and may stand in a Host. */
function isOrigin(origin: string, base: string): boolean {
  return URL.canParse(base) && new URL(base).origin === origin
}
