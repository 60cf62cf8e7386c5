'use server'

import { withItem, withoutItems } from 'demo-shared/app'
import { redirect } from 'next/navigation'
import { openSession } from '../../lib/session'

/** The page that comes with the answer shows what was done: no redirect is needed. */
export async function addToCart(form: FormData): Promise<void> {
  const session = await openSession(form)
  await session.update(withItem(`${form.get('item')}`))
}

export async function emptyCart(form: FormData): Promise<void> {
  const session = await openSession(form)
  await session.update(withoutItems)
}

export async function signOut(form: FormData): Promise<void> {
  const session = await openSession(form)
  await session.logout()
  redirect('/?done=signed-out')
}
