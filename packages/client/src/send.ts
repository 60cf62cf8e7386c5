import type { Settings } from './options.ts'
import { pause, unlessAborted } from './pause.ts'
import type { TokenHolder } from './token-holder.ts'

/** Repetitions of a request that changes nothing, when the network or a gateway fails. */
const REPEATS = 2
const GATEWAY_FAILURES: ReadonlySet<number> = new Set([502, 503, 504])

/** One request with the access token. What the API answers is returned as it is, except that a refused token is renewed once. */
export async function send(
  settings: Settings,
  tokens: TokenHolder,
  request: Request,
  once: boolean,
): Promise<Response> {
  const { origin } = new URL(request.url)
  if (!settings.origins.has(origin)) {
    throw new TypeError(
      `The access token is not sent to ${origin}. Add it to the option "origins" if it is an API of yours; otherwise use the plain fetch.`,
    )
  }
  const token = await tokens.current(undefined, request.signal)
  // The body of a request can be read once, so a copy is kept for as long as it may be needed.
  const copy = once ? null : request.clone()
  const response = await attempt(settings, request, token)
  if (!copy || !refusesToken(response)) return response
  const next = await tokens.current(token, request.signal)
  await response.body?.cancel()
  return attempt(settings, copy, next)
}

async function attempt(settings: Settings, request: Request, token: string): Promise<Response> {
  request.headers.set('authorization', `Bearer ${token}`)
  // RFC 9110 §9.2.1: these two ask and change nothing.
  const repeats = request.method === 'GET' || request.method === 'HEAD' ? REPEATS : 0
  for (let repeat = 1; ; repeat++) {
    const last = repeat > repeats
    let wait = 0
    try {
      const response = await settings.fetch(last ? request : request.clone())
      if (last || !GATEWAY_FAILURES.has(response.status)) return response
      wait = Number(response.headers.get('retry-after')) * 1_000 || 0
      await response.body?.cancel()
    } catch (error) {
      if (last || request.signal.aborted) throw error
    }
    await unlessAborted(pause(repeat, wait), request.signal)
  }
}

/**
 * The API did nothing but refuse the token (RFC 6750 §3.1), so that any method may be repeated. A browser shows the reason to
 * another origin only where the API exposes it; without one, a new token is tried as well.
 */
function refusesToken(response: Response): boolean {
  if (response.status !== 401) return false
  const challenge = response.headers.get('www-authenticate')
  return challenge === null || /\berror="?invalid_token\b/i.test(challenge)
}
