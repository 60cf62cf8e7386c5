import { breakInPage } from 'demo-shared/pages'
import { contextOf, type Query, Shown } from '../../lib/shown'

export default async function BreakIn({ searchParams }: { readonly searchParams: Query }) {
  return <Shown page={breakInPage(await contextOf('/break-in', searchParams))} />
}
