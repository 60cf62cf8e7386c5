import type { Authenticated, Session, Sessions, SessionView } from '@sess/core'
import { authenticated } from '@sess/core'
import { type NextRequest, NextResponse } from 'next/server.js'
import { nextSession, safeReturnTo } from '../src/index.ts'
import { openSession as openPagesSession } from '../src/pages.ts'

/** What an app's author sees in the editor; compiled by `pnpm types`. */

interface Data {
  cart: string[]
}
declare const sessions: Sessions<Data>

export const { getSession, openSession, requireSession, sessionProxy, withSession } = nextSession(sessions, {
  address: (headers) => headers.get('x-real-ip') ?? undefined,
})

/** A Server Component can look, and nothing else. */
export async function Cart() {
  const session = await getSession()
  const cart: readonly string[] = session.data.cart
  // @ts-expect-error: the data is a snapshot
  session.data.cart = []
  // @ts-expect-error: the data has no such field
  session.data.colour
  // @ts-expect-error: a Server Component cannot sign anybody in
  await session.login('user-1')
  // @ts-expect-error: nor write
  await session.update({ cart: [] })
  // @ts-expect-error: nor give a new key
  await session.regenerate()
  // @ts-expect-error: nor sign out
  await session.logout()
  // @ts-expect-error: a guest has no user id
  const userId: string = session.userId
  return (
    <p>
      {cart} {userId}
    </p>
  )
}

/** Behind the guard there is a user, and still nothing to write with. */
export async function Account() {
  const session = await requireSession({
    maxAge: '5m',
    redirectTo: (missing) => `/${missing}`,
    returnTo: '/account',
  })
  const same: Authenticated<SessionView<Data>> = session
  const userId: string = session.userId
  // @ts-expect-error: this too only looks
  await session.reauthenticate()
  // @ts-expect-error: no such option
  await requireSession({ maxage: '5m' })
  return (
    <p>
      {userId} {same.data.cart}
    </p>
  )
}

/** A Server Action. */
export async function add(form: FormData): Promise<void> {
  const session: Session<Data> = await openSession(form)
  await session.update({ cart: [...session.data.cart, `${form.get('item')}`] })
  // @ts-expect-error: the data has no such field
  await session.update({ colour: 'red' })
  const userId: string = authenticated(session).userId
  await session.login(safeReturnTo(userId))
  // @ts-expect-error: neither a request nor a form
  await openSession('form')
}

/** Route Handlers, with the context that Next gives them. */
type Context = { readonly params: Promise<{ readonly id: string }> }
export const GET = withSession(async (request, session, context: Context) => {
  const { id } = await context.params
  const path: string = request.nextUrl.pathname
  // @ts-expect-error: a guest has no user id
  const userId: string = session.userId
  return Response.json({ id, path, userId })
})
export const POST = withSession(
  { acr: ['aal2'], redirectTo: (request) => request.nextUrl.pathname },
  async (_, session) => {
    const userId: string = session.userId
    await session.update({ cart: [] })
    return NextResponse.json({ userId })
  },
)
// What Next asks of a handler's type.
const handlers: { GET(request: NextRequest, context: Context): Promise<Response> } = { GET }

export { handlers }

// @ts-expect-error: no such option
withSession({ maxage: '5m' }, async () => new Response())
// @ts-expect-error: a handler answers
withSession(async () => {})

/** proxy.ts, with and without the app's own. */
export const proxy = sessionProxy()
export const both = sessionProxy((request, event) => {
  event.waitUntil(Promise.resolve())
  return request.nextUrl.pathname === '/old' ? NextResponse.redirect(new URL('/new', request.url)) : undefined
})

/** Pages Router. */
import type { NextApiRequest, NextApiResponse } from 'next'
export async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  const session: Session<Data> = await openPagesSession(sessions, req, res)
  res.json({ cart: session.data.cart })
}
