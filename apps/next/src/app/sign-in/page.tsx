import { safeReturnTo } from '@sess/next'
import { signInPage } from 'demo-shared/pages'
import { demo } from '../../lib/demo'
import { contextOf, type Query, Shown } from '../../lib/shown'

export default async function SignIn({ searchParams }: { readonly searchParams: Query }) {
  const asked = await searchParams
  const { accounts } = demo()
  const page = signInPage(await contextOf('/sign-in', searchParams), {
    accounts: accounts.shown(),
    // biome-ignore lint/suspicious/noThenProperty: what the form calls the path to go on to
    then: safeReturnTo(asked.then, '/sessions'),
    problem: asked.why === 'no-cookie' ? 'no-cookie' : null,
  })
  return <Shown page={page} />
}
