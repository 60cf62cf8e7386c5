'use server'

import { redirect } from 'next/navigation'
import { perform } from '../../lib/answers'
import { kit, openSession } from '../../lib/session'

export interface Wanted {
  readonly run: string
  readonly goTo: string
}

/** Called by the form of the page, or by a script with the same as a plain object. What fails is counted, and the page comes all the same. */
export async function run(wanted: FormData | Wanted): Promise<void> {
  const form = wanted instanceof FormData ? wanted : undefined
  const { run, goTo } = (form ? Object.fromEntries(form) : wanted) as Wanted
  try {
    await perform(run, await openSession(form))
    // Opened again, it is the same session, with whatever it has become.
    kit.view(await openSession())
  } catch (error) {
    kit.failed(error)
  }
  if (goTo !== '') redirect(goTo)
}
