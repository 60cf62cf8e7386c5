import { sha256 } from '@noble/hashes/sha2.js'
import { toBase64url, utf8 } from '../bytes.ts'
import { corsFor } from './cors.ts'
import type { KeyRing } from './key-ring.ts'
import { JWKS_MAX_AGE } from './key-times.ts'

/** A handler of a Web request, which every framework can mount. */
export type Endpoint = (request: Request) => Promise<Response>

export interface JwksEndpointOptions {
  /** Pages of these origins may read it. Default: none but its own. */
  readonly origins?: readonly string[]
  /** The clock. Default `Date.now`. */
  readonly now?: () => number
}

/**
 * The endpoint of the key set (RFC 7517), for `GET /.well-known/jwks.json`: public keys only, next ones before they sign and retired ones
 * until their last token is over. Caches may keep it for ten minutes, and ask with its `ETag` then.
 */
export function jwksEndpoint(
  keys: KeyRing,
  { origins = [], now = Date.now }: JwksEndpointOptions = {},
): Endpoint {
  const cors = corsFor('origins', origins, false)
  return async (request) => {
    const preflight = cors.preflight(request, 'GET')
    if (preflight !== null) return preflight
    const { method } = request
    const shared = cors.headers(request)
    if (method !== 'GET' && method !== 'HEAD')
      return new Response(null, { status: 405, headers: { ...shared, allow: 'GET, HEAD, OPTIONS' } })
    const body = JSON.stringify(keys.jwks(now()))
    const etag = `"${toBase64url(sha256(utf8(body)).subarray(0, 12))}"`
    const headers = {
      ...shared,
      etag,
      'cache-control': `public, max-age=${JWKS_MAX_AGE / 1000}`,
      'content-type': 'application/jwk-set+json',
      'x-content-type-options': 'nosniff',
    }
    if (matches(request.headers.get('if-none-match'), etag))
      return new Response(null, { status: 304, headers })
    return new Response(method === 'HEAD' ? null : body, { headers })
  }
}

/** RFC 9110 §13.1.2, with the weak comparison. */
function matches(header: string | null, etag: string): boolean {
  if (header === null) return false
  return header.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')))
}
