import { withItem } from '../data.ts'
import { json } from './answers.ts'
import { field } from './asked.ts'
import type { Demo } from './demo.ts'
import type { Route } from './route.ts'

/** Slow work for the attacks to race with: it waits at a gate until somebody opens it, and then writes to the session. */
export const lab = ({ gates }: Demo): readonly Route[] => [
  {
    method: 'POST',
    path: '/lab/slow-cart',
    async answer(asked) {
      await gates.pass(field(asked, 'gate'))
      await asked.session.update(withItem(field(asked, 'item')))
      return json({ cart: asked.session.data.cart })
    },
  },
  {
    method: 'GET',
    path: '/lab/gate',
    answer: ({ url }) => json({ waiting: gates.waiting(url.searchParams.get('name') ?? '') }),
  },
  {
    method: 'POST',
    path: '/lab/gate',
    answer(asked) {
      gates.open(field(asked, 'name'))
      return json({})
    },
  },
]
