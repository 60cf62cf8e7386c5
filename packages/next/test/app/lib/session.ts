import { nextSession } from '@sess/next'
import { kit } from './kit'

export { kit }

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
