import { connection } from 'next/server'
import { getSession } from '../../lib/session'

/** What is kept for everybody must not ask who somebody is; Next sees to that. */
async function whoEverybodyIs(): Promise<string> {
  'use cache'
  return (await getSession()).userId ?? 'nobody'
}

export default async function Leaky() {
  await connection()
  return <p>You are {await whoEverybodyIs()}.</p>
}
