import { withItem, withoutItems } from '../data.ts'
import { shopPage } from '../pages/shop.ts'
import { goOn, page } from './answers.ts'
import { field, pageContext } from './asked.ts'
import type { Demo } from './demo.ts'
import type { Route } from './route.ts'

/** The cart: anybody's, a guest's too. */
export const shop = (demo: Demo): readonly Route[] => [
  {
    method: 'GET',
    path: '/',
    answer: (asked) => page(shopPage(pageContext(demo, asked), asked.session.data.cart)),
  },
  {
    method: 'POST',
    path: '/cart',
    async answer(asked) {
      await asked.session.update(withItem(field(asked, 'item')))
      return goOn('/')
    },
  },
  {
    method: 'POST',
    path: '/cart/clear',
    async answer({ session }) {
      await session.update(withoutItems)
      return goOn('/')
    },
  },
]
