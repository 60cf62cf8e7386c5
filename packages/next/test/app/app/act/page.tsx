import { getSession, kit } from '../../lib/session'
import { run } from './run'

export default async function Act() {
  return (
    <form action={run}>
      <input name="run" />
      <input name="goTo" />
      <button type="submit">Do it</button>
      <p>{kit.view(await getSession())}</p>
    </form>
  )
}
