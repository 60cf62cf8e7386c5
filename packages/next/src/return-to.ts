/** No host of ours or anybody's: RFC 2606 keeps `.invalid` free. */
const ORIGIN = 'http://local.invalid'

/**
 * A path of this app, as it may stand in a `returnTo` that came from a browser, or `otherwise` (default `/`): nobody is led elsewhere
 * by a link to our sign-in page.
 */
export function safeReturnTo(wanted: unknown, otherwise = '/'): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || !URL.canParse(wanted, ORIGIN)) return otherwise
  // Browsers read `//host` and `/\host` as another host; so does URL. And `/.//host` becomes the path `//host`.
  const { origin, pathname, search, hash } = new URL(wanted, ORIGIN)
  return origin === ORIGIN && !pathname.startsWith('//') ? pathname + search + hash : otherwise
}

/** A path with `?returnTo=` another, if that one is safe. */
export function withReturnTo(path: string, returnTo: string | undefined): string {
  if (returnTo === undefined) return path
  const [before = '', hash] = path.split('#', 2)
  const query = `returnTo=${encodeURIComponent(safeReturnTo(returnTo))}`
  return `${before}${before.includes('?') ? '&' : '?'}${query}${hash === undefined ? '' : `#${hash}`}`
}
