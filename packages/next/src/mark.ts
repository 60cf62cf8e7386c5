import { NextResponse } from 'next/server.js'

/**
 * Tells a Route Handler that the proxy has opened this request's session and delivers what is due: one Set-Cookie per name.
 * Whoever sends it himself is served all the same, and only goes without renewal.
 */
const MARK = 'x-sess-opened'
const OVERRIDE = 'x-middleware-override-headers'

export const isMarked = (headers: Pick<Headers, 'get'>): boolean => headers.get(MARK) !== null

/** Passes the mark on with the request, beside whatever else the app's own proxy passes on. */
export function mark({ headers }: Response, request: Request): void {
  if (!headers.has('x-middleware-next') && !headers.has('x-middleware-rewrite')) return
  const passed = new Headers(request.headers)
  passed.set(MARK, '1')
  const names = headers.get(OVERRIDE)
  if (names !== null) {
    headers.set(OVERRIDE, `${names},${MARK}`)
    headers.set(`x-middleware-request-${MARK}`, '1')
    return
  }
  for (const [name, value] of NextResponse.next({ request: { headers: passed } }).headers)
    if (name !== 'x-middleware-next') headers.set(name, value)
}
