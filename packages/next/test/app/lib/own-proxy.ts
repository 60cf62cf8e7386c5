import { type NextRequest, NextResponse } from 'next/server'

/** What an app does in a proxy of its own, by path. */
export function ownProxy(request: NextRequest): Response | undefined {
  const { pathname } = request.nextUrl
  const to = (path: string) => {
    const url = request.nextUrl.clone()
    url.pathname = path
    return url
  }
  if (pathname === '/proxied/rewrite') return NextResponse.rewrite(to('/view'))
  if (pathname === '/proxied/redirect') return NextResponse.redirect(to('/view'), 303)
  if (pathname === '/proxied/answer')
    return new Response('own', { status: 418, headers: { 'set-cookie': 'own=1; Path=/' } })
  if (pathname !== '/proxied/headers' && pathname !== '/own') return undefined
  const headers = new Headers(request.headers)
  headers.set('x-own', 'yes')
  const response = NextResponse.next({ request: { headers } })
  if (pathname !== '/own') response.cookies.set('theme', 'dark')
  return response
}
