import type { SessionView } from '@sess/core'
import type { KitAnswer, KitData } from './contract.ts'

export const json = (body: object, status = 200): KitAnswer => ({ kind: 'json', status, body })

/** All that a session says of itself, as a client may see it. */
export const told = (session: SessionView<KitData>) => {
  const { state, userId, id, acr, endedBecause, data } = session
  return { state, userId, id, acr, endedBecause, items: data.items ?? [] }
}

/** Adds to a list without losing what others add. */
export const add = (item: string) => (data: Readonly<KitData>) => ({
  ...data,
  items: [...(data.items ?? []), item],
})
