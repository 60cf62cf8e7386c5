import type { TokenResponse } from './token-endpoint.ts'

/** An access token in memory. Times in milliseconds, by this machine's clock, which need not be the server's. */
export interface Held {
  readonly accessToken: string
  /** Renewed before it expires, so that none expires on its way. */
  readonly renewAt: number
  readonly expiresAt: number
}

/** So long before: of a short-lived one, a tenth of its life. */
const MARGIN = 30_000

/** `askedAt`: when the request was sent; the server began to count no earlier. */
export function heldFrom({ access_token, expires_in }: TokenResponse, askedAt: number): Held {
  const lifetime = expires_in * 1_000
  const expiresAt = askedAt + lifetime
  return { accessToken: access_token, renewAt: expiresAt - Math.min(MARGIN, lifetime / 10), expiresAt }
}
