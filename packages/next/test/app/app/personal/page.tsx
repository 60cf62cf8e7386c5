import { unstable_cache } from 'next/cache'
import { getSession } from '../../lib/session'

async function cachedGreeting(name: string): Promise<string> {
  'use cache'
  return `Good morning, ${name}.`
}

const storedGreeting = unstable_cache(async (name: string) => `Good night, ${name}.`, ['good-night'])

/** A page for one person, with parts that are kept: what they depend on is handed to them. */
export default async function Personal() {
  const { userId } = await getSession()
  const name = userId ?? 'nobody'
  return (
    <p>
      {await cachedGreeting(name)} {await storedGreeting(name)}
    </p>
  )
}
