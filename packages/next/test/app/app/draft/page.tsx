import { draftMode } from 'next/headers'
import { getSession } from '../../lib/session'

/** The same for everybody, but for the editor who looks at a draft. */
export default async function Draft() {
  const { isEnabled } = await draftMode()
  return <p>{isEnabled ? `A draft for ${(await getSession()).userId}.` : 'The published text.'}</p>
}
