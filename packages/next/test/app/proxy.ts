import { ownProxy } from './lib/own-proxy'
import { sessionProxy } from './lib/session'

// An app without a proxy of ours: Route Handlers renew by themselves, and pages only look.
export default process.env.KIT_PROXY === 'off' ? () => undefined : sessionProxy(ownProxy)

export const config = {
  matcher: [
    {
      source: '/((?!_next/static|_next/image|kit/control|.*\\.(?:ico|png|svg|txt)$).*)',
      missing: [{ type: 'header', key: 'next-router-prefetch' }],
    },
  ],
}
