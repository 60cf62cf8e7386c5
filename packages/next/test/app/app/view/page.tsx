import { getSession, kit } from '../../lib/session'

export default async function View() {
  return <p>{kit.view(await getSession())}</p>
}
