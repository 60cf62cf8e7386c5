import { errorPage } from 'demo-shared/pages'
import type { ErrorRequestHandler } from 'express'
import type { Demo } from './demo.ts'
import { pageContext } from './request.ts'

/** A page that does not exist. */
export class NotFound extends Error {
  readonly status = 404
}

/** An unsafe request that another site made the browser send. */
export class Refused extends Error {
  readonly status = 403
}

/** Every error becomes a page, or JSON for who asks for that. Only our own mistakes are logged. */
export function answerError(demo: Demo): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (res.headersSent) return next(error)
    const { status = 500, code } = error as { status?: number; code?: string }
    if (status >= 500) console.error(error)
    if (status === 409) res.set('Retry-After', '1')
    res.status(status)
    if (req.accepts(['json', 'html']) === 'json') res.json({ error: code ?? 'error', status })
    else res.send(errorPage(pageContext(demo, req), status))
  }
}
