import { perform, responseTo } from '../../../lib/answers'
import { kit, openSession } from '../../../lib/session'

/** A Route Handler that opens its session by hand. */
async function answer(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  try {
    const session = await openSession(request)
    return responseTo(
      await perform(`${request.method} ${pathname.replace(/^.*\/open/, '')}${search}`, session),
    )
  } catch (error) {
    const { status, body } = kit.failed(error)
    return Response.json(body, { status })
  }
}

export { answer as GET, answer as POST }
