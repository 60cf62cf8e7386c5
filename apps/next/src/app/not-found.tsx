import { errorPage } from 'demo-shared/pages'
import { contextOf, Shown } from '../lib/shown'

export default async function NotFound() {
  return <Shown page={errorPage(await contextOf('/', Promise.resolve({})), 404)} />
}
