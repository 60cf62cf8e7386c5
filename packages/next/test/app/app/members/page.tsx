import { requireSession } from '../../lib/session'

export default async function Members() {
  const session = await requireSession({ redirectTo: '/sign-in', returnTo: '/members?tab=2' })
  return <p>Welcome, {session.userId}.</p>
}
