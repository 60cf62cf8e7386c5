import { ConfigError } from '../errors.ts'
import { quote } from '../quote.ts'

/** The pages of other origins that may call an endpoint: an exact list, or nobody. */
export interface Cors {
  /** Whether a request comes from one of them. */
  allows(origin: string | null): boolean
  /** What every answer says: nothing at all where no origin is configured (Fetch §3.2). */
  headers(request: Request): Record<string, string>
  /** The answer to a preflight request, or `null` if the request is none. */
  preflight(request: Request, method: string): Response | null
}

/** `credentials`: whether cookies come along. `ConfigError` for what is not exactly an origin. */
export function corsFor(option: string, origins: readonly string[], credentials: boolean): Cors {
  for (const origin of origins) checkOrigin(option, origin)
  const allows = (origin: string | null) => origin !== null && origins.includes(origin)
  const headers = (request: Request): Record<string, string> => {
    if (origins.length === 0) return {}
    const origin = request.headers.get('origin')
    if (origin === null || !allows(origin)) return { vary: 'Origin' }
    return {
      vary: 'Origin',
      'access-control-allow-origin': origin,
      ...(credentials && { 'access-control-allow-credentials': 'true' }),
    }
  }
  return {
    allows,
    headers,
    preflight(request, method) {
      if (request.method !== 'OPTIONS') return null
      const allowed = allows(request.headers.get('origin')) && {
        'access-control-allow-methods': method,
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '600',
      }
      return new Response(null, { status: 204, headers: { ...headers(request), ...allowed } })
    },
  }
}

/** Plain HTTP is for a developer's own machine only. */
export const isConfidential = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' ||
  (protocol === 'http:' && /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname))

export function urlOf(text: unknown): URL | null {
  try {
    return typeof text === 'string' ? new URL(text) : null
  } catch {
    return null
  }
}

function checkOrigin(option: string, origin: string): void {
  const url = urlOf(origin)
  if (url !== null && url.origin === origin && !origin.includes('*') && isConfidential(url)) return
  throw new ConfigError(
    option,
    `${quote(origin)} is no origin that could be trusted.`,
    "Write each exactly as browsers do: 'https://app.example.com', without a path and without a slash at the end. There is no *.",
  )
}
