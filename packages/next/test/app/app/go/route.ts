import { redirect } from 'next/navigation'
import { withSession } from '../../lib/session'

/** As the way back from an identity provider: a GET that signs in, and leaves by what Next throws. */
export const GET = withSession(async (request, session): Promise<Response> => {
  await session.login(request.nextUrl.searchParams.get('user') ?? '')
  redirect('/view')
})
