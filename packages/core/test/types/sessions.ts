import * as v from 'valibot'
import { z } from 'zod'
import { type AccountHandler, accountPage, mySessions, renameSession } from '../../src/account/index.ts'
import { notMe } from '../../src/devices/index.ts'
import {
  type Actor,
  type Authenticated,
  authenticated,
  checkAuth,
  createSessions,
  type SessEvent,
  type Session,
  type SessionInfo,
  type SessionLimitError,
  type Sessions,
  type SessionView,
} from '../../src/index.ts'
import { memoryStore } from '../../src/memory.ts'
import { withSession } from '../../src/web.ts'
import { holds, type Same } from './same.ts'

// Checked by the compiler: `pnpm run types` fails at an error, and at an expected one that does not come.

interface Cart {
  readonly items: readonly string[]
  readonly note?: string
}

declare const view: SessionView<Cart>
declare const session: Session<Cart>
declare const sessions: Sessions<Cart>

// A view has no way to write.
// @ts-expect-error
view.login
// @ts-expect-error
view.update
// @ts-expect-error
view.reauthenticate
// @ts-expect-error
view.regenerate
// @ts-expect-error
view.credentialsChanged
// @ts-expect-error
view.logout
// @ts-expect-error
view.revoke
// @ts-expect-error
view.revokeOthers
holds<Same<Awaited<ReturnType<typeof sessions.view>>, SessionView<Cart>>>()

// Nobody gets at a token, and nothing can be set but by a method.
// @ts-expect-error
session.token
// @ts-expect-error
session.userId = 'alice'
// @ts-expect-error
session.data = { items: [] }
// @ts-expect-error
session.data.items = []
// @ts-expect-error
session.amr.push('pwd')

// A schema types the data, and so does a type argument; without either it is anything by name.
const byZod = createSessions({ store: memoryStore(), data: z.object({ n: z.number().default(0) }) })
holds<Same<typeof byZod, Sessions<{ n: number }>>>()
const byValibot = createSessions({ store: memoryStore(), data: v.object({ n: v.optional(v.number(), 0) }) })
holds<Same<typeof byValibot, Sessions<{ n: number }>>>()
const byArgument = createSessions<Cart>({ store: memoryStore() })
holds<Same<typeof byArgument, Sessions<Cart>>>()
const plain = createSessions({ store: memoryStore() })
holds<Same<typeof plain, Sessions<Record<string, unknown>>>>()
// @ts-expect-error A schema for other data than the argument says.
createSessions<Cart>({ store: memoryStore(), data: z.object({ n: z.number().default(0) }) })

// What is written must fit.
session.update({ note: 'x' })
session.update((cart) => ({ ...cart, items: [...cart.items, 'tea'] }))
// @ts-expect-error
session.update({ note: 5 })
// @ts-expect-error
session.update({ nothing: 'x' })
// @ts-expect-error
session.update(() => ({ note: 'without items' }))
// @ts-expect-error
session.update(async (cart: Readonly<Cart>) => cart)
// @ts-expect-error
session.update((cart) => cart.items.push('tea'))
session.login('alice', { carry: ({ items }) => ({ items }) })
// @ts-expect-error
session.login('alice', { carry: () => ({}) })
// @ts-expect-error
session.login('alice', { amr: 'pwd' })
// @ts-expect-error
session.login(5)
// @ts-expect-error
session.login('alice', { remember: true })

// What a guard has checked is in the type.
declare const signedIn: Authenticated<Session<Cart>>
holds<Same<typeof signedIn.userId, string>>()
holds<Same<typeof signedIn.id, string>>()
holds<Same<typeof signedIn.state, 'user'>>()
holds<Same<Session<Cart>['userId'], string | null>>()
const checked = authenticated(session)
holds<Same<typeof checked.userId, string>>()
checked.update({ note: 'x' })
holds<
  Same<ReturnType<typeof checkAuth>, 'superseded' | 'unauthenticated' | 'stale' | 'insufficient' | null>
>()
checkAuth(session, { maxAge: '5m', acr: ['aal2'] })
checkAuth(view)
// @ts-expect-error
checkAuth(session, { maxage: '5m' })
// @ts-expect-error
checkAuth({ userId: 'alice' })

holds<Same<SessionLimitError['active'], readonly SessionInfo[]>>()

withSession(byZod, async (_request, { data }, env: { readonly name: string }) => {
  holds<Same<typeof data, Readonly<{ n: number }>>>()
  return new Response(env.name)
})

// A view says who acts; only a session with a response lets somebody act, and never without a reason.
holds<Same<SessionView['actor'], Actor | null>>()
holds<Same<SessionInfo['actor'], Actor | null>>()
// @ts-expect-error
view.impersonate
session.impersonate('alice', { reason: 'ticket 4711', for: '30m' })
// @ts-expect-error
session.impersonate('alice')
// @ts-expect-error
session.impersonate('alice', { for: '30m' })

// The account page is a handler of any app's sessions; what shows nothing but lists takes no more than that.
holds<Same<ReturnType<typeof accountPage<Cart>>, AccountHandler<Cart>>>()
withSession(sessions, accountPage(sessions, { page: (_list, { data }) => Response.json(data.items) }))
mySessions(session)
renameSession(sessions, session, 'id', 'Laptop')
// @ts-expect-error A view cannot write.
renameSession(sessions, view, 'id', 'Laptop')
// @ts-expect-error
accountPage(sessions, { allowMarked: true })

// A link is made for an unfamiliar sign-in, and for no other event.
declare const event: SessEvent
if (event.type === 'sign-in-unfamiliar') notMe(sessions).tokenFor(event)
// @ts-expect-error
notMe(sessions).tokenFor(event)
