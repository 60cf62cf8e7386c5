import { RefreshFailedError, SignedOutError, SignOutFailedError } from './errors.ts'
import type { Settings } from './options.ts'
import { pause } from './pause.ts'

/** What a token endpoint answers (RFC 6749 §5.1). */
export interface TokenResponse {
  readonly access_token: string
  /** `Bearer`, in any case. */
  readonly token_type: string
  /** Seconds. */
  readonly expires_in: number
  /** Missing when the last one stays good, or when it travels in a cookie. */
  readonly refresh_token?: string
}

const ATTEMPTS = 3
/** Of the answers below 500: the session was given a new key a moment ago, or too much is asked. */
const AGAIN: ReadonlySet<number> = new Set([409, 429])

/**
 * One refresh. A repetition is safe: to the same refresh token the endpoint gives the same answer for a while (renewal
 * converges), so an answer that got lost is asked for again.
 */
export async function refresh(settings: Settings, refreshToken: string | null): Promise<TokenResponse> {
  const form = formOf(settings, { grant_type: 'refresh_token' }, 'refresh_token', refreshToken)
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await post(settings, settings.tokenEndpoint, form)
      if (response.ok) return tokenResponse(await response.json())
      const { error } = await problem(response)
      if (error === 'invalid_grant') throw new SignedOutError('the session has expired or was ended.')
      const why = `the token endpoint answered ${response.status}${error ? ` (${error})` : ''}.`
      if (response.status < 500 && !AGAIN.has(response.status)) throw new RefreshFailedError(why)
      if (attempt === ATTEMPTS) throw new RefreshFailedError(`${why} Try again later.`)
    } catch (cause) {
      if (cause instanceof SignedOutError || cause instanceof RefreshFailedError) throw cause
      if (attempt === ATTEMPTS) {
        throw new RefreshFailedError('the token endpoint could not be reached. Try again later.', { cause })
      }
    }
    await pause(attempt)
  }
}

/** Ends the session (RFC 7009). Repeating is safe: what has ended stays so. */
export async function revoke(settings: Settings, refreshToken: string | null): Promise<void> {
  if (!settings.revocationEndpoint) return
  const form = formOf(settings, { token_type_hint: 'refresh_token' }, 'token', refreshToken)
  for (let attempt = 1; ; attempt++) {
    let failure: SignOutFailedError
    try {
      const response = await post(settings, settings.revocationEndpoint, form)
      if (response.ok) return
      failure = new SignOutFailedError(`it answered ${response.status}.`)
    } catch (cause) {
      failure = new SignOutFailedError('it could not be reached.', { cause })
    }
    if (attempt === ATTEMPTS) throw failure
    await pause(attempt)
  }
}

/** Without a token it travels in the cookie. */
function formOf(settings: Settings, fields: Record<string, string>, name: string, token: string | null) {
  const form = new URLSearchParams(fields)
  if (token !== null) form.set(name, token)
  if (settings.clientId !== null) form.set('client_id', settings.clientId)
  return form
}

function post(settings: Settings, url: string, form: URLSearchParams): Promise<Response> {
  return settings.fetch(url, {
    method: 'POST',
    body: form,
    headers: { accept: 'application/json' },
    credentials: settings.keeper ? 'omit' : 'include',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    // A redirect would carry the token to a place that nobody has named.
    redirect: 'error',
    signal: AbortSignal.timeout(settings.timeout),
  })
}

async function problem(response: Response): Promise<{ error: string | null }> {
  try {
    const body: unknown = await response.json()
    const error = body && typeof body === 'object' && 'error' in body ? body.error : null
    return { error: typeof error === 'string' ? error : null }
  } catch {
    return { error: null }
  }
}

/** What was given, if it is a token to use; a `RefreshFailedError` otherwise. */
export function tokenResponse(given: unknown): TokenResponse {
  const { access_token, token_type, expires_in, refresh_token } = Object(given)
  const good =
    typeof access_token === 'string' &&
    // Whatever else it may hold, a header takes it (RFC 6750 §2.1).
    /^[\w.~+/-]+=*$/.test(access_token) &&
    String(token_type).toLowerCase() === 'bearer' &&
    Number.isFinite(expires_in) &&
    (refresh_token === undefined || typeof refresh_token === 'string')
  if (!good) throw new RefreshFailedError('this is not the answer of a token endpoint (RFC 6749 §5.1).')
  return given as TokenResponse
}
