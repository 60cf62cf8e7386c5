import type { Html } from 'demo-shared'
import { attacks, runAttack } from 'demo-shared/attacks'
import { breakInPage, resultLine } from 'demo-shared/pages'
import { Router } from 'express'
import type { Demo } from '../demo.ts'
import { ownAddress, pageContext } from '../request.ts'

const STEPS = 'text/vnd.steps+html'

export function breakIn(demo: Demo): Router {
  const { accounts, sessions } = demo
  const router = Router()
  router.get('/break-in', (req, res) => void res.send(breakInPage(pageContext(demo, req))))

  router.post('/break-in/:name', async (req, res, next) => {
    const attack = attacks.find(({ name }) => name === req.params.name)
    if (attack === undefined) return next()
    const results = runAttack(attack, { baseUrl: ownAddress(req), accounts, sessions })
    if (req.accepts(['html', STEPS]) === STEPS) {
      res.type('html')
      for await (const result of results) {
        if (res.destroyed) break
        res.write(resultLine(result).toString())
      }
      res.end()
      return
    }
    const lines: Html[] = []
    for await (const result of results) lines.push(resultLine(result))
    const page = { ...pageContext(demo, req), path: '/break-in' }
    res.send(breakInPage(page, { [attack.name]: lines }))
  })
  return router
}
