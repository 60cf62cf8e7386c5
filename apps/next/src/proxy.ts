import { ownProxy } from './lib/own-proxy'
import { sessionProxy } from './lib/session'

export const proxy = sessionProxy(ownProxy)

export const config = {
  matcher: [
    {
      source: '/((?!_next/static|_next/image|assets/).*)',
      missing: [{ type: 'header', key: 'next-router-prefetch' }],
    },
  ],
}
