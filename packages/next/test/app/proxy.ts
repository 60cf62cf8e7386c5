import { ownProxy } from './lib/own-proxy'
import { sessionProxy } from './lib/session'

export default sessionProxy(ownProxy)

export const config = {
  matcher: [
    {
      source: '/((?!_next/static|_next/image|kit/control|.*\\.(?:ico|png|svg|txt)$).*)',
      missing: [{ type: 'header', key: 'next-router-prefetch' }],
    },
  ],
}
