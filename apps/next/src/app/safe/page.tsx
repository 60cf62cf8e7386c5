import { STEPPED_UP } from 'demo-shared/app'
import { safePage } from 'demo-shared/pages'
import { demo } from '../../lib/demo'
import { requireSession } from '../../lib/session'
import { contextOf, type Query, Shown } from '../../lib/shown'

export default async function Safe({ searchParams }: { readonly searchParams: Query }) {
  await requireSession({
    acr: STEPPED_UP,
    redirectTo: (missing) => (missing === 'unauthenticated' ? '/sign-in?then=/safe' : '/step-up?then=/safe'),
  })
  return <Shown page={safePage(await contextOf('/safe', searchParams), String(demo().timings.stepUp))} />
}
