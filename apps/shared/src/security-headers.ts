/** On every answer. No inline script or style, nothing from elsewhere, no frame around it. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** What a page for one person carries besides: no cache keeps it. */
export const PERSONAL_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  Vary: 'Cookie',
}

/**
 * Whether a request may change anything: not if the browser says that another site made it (Fetch Metadata). Cookies are
 * `SameSite=Lax` besides. Clients that say nothing, such as programs, hold no cookie that they did not ask for.
 */
export function mayChange(method: string, fetchSite: string | undefined): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return true
  return fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none'
}
