import { withItem, withoutItems } from 'demo-shared'
import { shopPage } from 'demo-shared/pages'
import { Router } from 'express'
import type { Demo } from '../demo.ts'
import { field, pageContext } from '../request.ts'

/** The cart: anybody's, a guest's too. */
export function shop(demo: Demo): Router {
  const router = Router()
  router.get('/', (req, res) => void res.send(shopPage(pageContext(demo, req), req.session.data.cart)))
  router.post('/cart', async (req, res) => {
    await req.session.update(withItem(field(req, 'item')))
    res.redirect(303, '/')
  })
  router.post('/cart/clear', async (req, res) => {
    await req.session.update(withoutItems)
    res.redirect(303, '/')
  })
  return router
}
