'use server'

import { withItem, withoutItems } from 'demo-shared/app'
import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { openSession } from '../../lib/session'

/** Next renders the page anew where a cookie was set; where only data has changed, `refresh()` says so. */
export async function addToCart(form: FormData): Promise<void> {
  const session = await openSession(form)
  await session.update(withItem(`${form.get('item')}`))
  refresh()
}

export async function emptyCart(form: FormData): Promise<void> {
  const session = await openSession(form)
  await session.update(withoutItems)
  refresh()
}

export async function signOut(form: FormData): Promise<void> {
  const session = await openSession(form)
  await session.logout()
  redirect('/?done=signed-out')
}
