import { createKitApp, type KitApp } from '@sess/conformance/binding/app'
import { nextSession } from '@sess/next'

/** One for the proxy and all routes: each of them is a bundle of its own, with modules of its own. */
const shared = globalThis as { kit?: KitApp }
shared.kit ??= createKitApp()
export const kit: KitApp = shared.kit

const BEHIND_PROXY = process.env.KIT_BEHIND_PROXY === 'yes'

export const { getSession, requireSession, openSession, withSession, sessionProxy } = nextSession(
  kit.sessions,
  {
    ...(BEHIND_PROXY && { address: (headers) => headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() }),
    onError(error) {
      const { status, body } = kit.failed(error)
      return Response.json(body, { status })
    },
  },
)
