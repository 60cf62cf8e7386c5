import { requireSession } from '../../lib/session'

export default async function Strict() {
  const session = await requireSession({ acr: 'aal2' })
  return <p>Stepped up: {session.userId}.</p>
}
