import { withItem } from 'demo-shared'
import { Router } from 'express'
import type { Demo } from '../demo.ts'
import { field } from '../request.ts'

/** Slow work for the attacks to race with: it waits at a gate until somebody opens it, and then writes to the session. */
export function lab({ gates }: Demo): Router {
  const router = Router()
  router.post('/lab/slow-cart', async (req, res) => {
    await gates.pass(field(req, 'gate'))
    await req.session.update(withItem(field(req, 'item')))
    res.json({ cart: req.session.data.cart })
  })
  router.get('/lab/gate', (req, res) => void res.json({ waiting: gates.waiting(String(req.query.name)) }))
  router.post('/lab/gate', (req, res) => {
    gates.open(field(req, 'name'))
    res.json({})
  })
  return router
}
