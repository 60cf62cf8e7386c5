import { shopPage } from 'demo-shared/pages'
import { getSession } from '../lib/session'
import { contextOf, type Query, Shown } from '../lib/shown'

export default async function Shop({ searchParams }: { readonly searchParams: Query }) {
  const { data } = await getSession()
  return <Shown page={shopPage(await contextOf('/', searchParams), data.cart)} />
}
