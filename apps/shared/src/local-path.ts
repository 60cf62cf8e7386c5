const ORIGIN = 'http://local.invalid'

/** A path of this app, or `otherwise`: nobody is led elsewhere by a link to our sign-in page. */
export function localPath(text: unknown, otherwise: string): string {
  if (typeof text !== 'string' || !text.startsWith('/')) return otherwise
  const url = URL.parse(text, ORIGIN)
  // Browsers read `//host` and `/\host` as another host; so does URL. And `/.//host` becomes the path `//host`.
  if (url === null || url.origin !== ORIGIN || url.pathname.startsWith('//')) return otherwise
  return url.pathname + url.search
}
