import { openSession } from '../../lib/session'

/** A Server Component that wants more than it can have. */
export default async function Misuse() {
  const came = await openSession().then(
    () => 'opened',
    (error) => error.code,
  )
  return <p>came: {came}</p>
}
