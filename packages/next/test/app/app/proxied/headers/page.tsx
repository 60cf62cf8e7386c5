import { cookies, headers } from 'next/headers'
import { getSession, kit } from '../../../lib/session'

export default async function Headers() {
  const [asked, store] = [await headers(), await cookies()]
  return (
    <p>
      own: {asked.get('x-own')} theme: {store.get('theme')?.value} {kit.view(await getSession())}
    </p>
  )
}
