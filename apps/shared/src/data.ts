import { z } from 'zod'

/** What the demo keeps in a session: a cart, which a guest may fill and take along when signing in. */
export const demoData = z.object({
  cart: z.array(z.string().max(40)).max(50).default([]),
})

export type DemoData = z.infer<typeof demoData>

export const SHELF = ['Pears', 'Oat bread', 'Blue cheese', 'Black tea', 'Walnuts', 'Quince jam'] as const

/** Puts one more thing into the cart. What the shop does not have is ignored. */
export const withItem =
  (item: string) =>
  (data: Readonly<DemoData>): DemoData =>
    (SHELF as readonly string[]).includes(item) && data.cart.length < 50
      ? { ...data, cart: [...data.cart, item] }
      : data

export const withoutItems = (data: Readonly<DemoData>): DemoData => ({ ...data, cart: [] })
