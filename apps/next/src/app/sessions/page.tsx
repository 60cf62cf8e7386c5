import { sessionsPage } from 'demo-shared/pages'
import { demo } from '../../lib/demo'
import { requireSession } from '../../lib/session'
import { contextOf, type Query, Shown } from '../../lib/shown'

export default async function Sessions({ searchParams }: { readonly searchParams: Query }) {
  // Who has just signed in and is nobody again has a browser that dropped the cookie.
  const dropped = (await searchParams).done === 'signed-in'
  const session = await requireSession({
    redirectTo: dropped ? '/sign-in?why=no-cookie' : '/sign-in?then=%2Fsessions',
  })
  const all = await demo().sessions.list(session.userId)
  const sessions = all.map((one) => ({ ...one, current: one.id === session.id }))
  return (
    <Shown page={sessionsPage(await contextOf('/sessions', searchParams), { sessions, problem: null })} />
  )
}
