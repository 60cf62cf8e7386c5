import { safeReturnTo } from '@sess/next'
import { stepUpPage } from 'demo-shared/pages'
import { requireSession } from '../../lib/session'
import { contextOf, type Query, Shown } from '../../lib/shown'

export default async function StepUp({ searchParams }: { readonly searchParams: Query }) {
  await requireSession({ redirectTo: '/sign-in?then=/safe' })
  const goOn = safeReturnTo((await searchParams).then, '/safe')
  return <Shown page={stepUpPage(await contextOf('/step-up', searchParams), goOn, false)} />
}
