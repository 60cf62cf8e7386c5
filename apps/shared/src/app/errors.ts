import { errorPage } from '../pages/error.ts'
import { json, page } from './answers.ts'
import { type Asked, pageContext } from './asked.ts'
import type { Demo } from './demo.ts'

/** A page that does not exist. */
export class NotFound extends Error {
  readonly status = 404
}

/** An unsafe request that another site made the browser send. */
export class Refused extends Error {
  readonly status = 403
}

/** Every error becomes a page, or JSON for who does not ask for one. Only our own mistakes are logged. */
export function answerToError(demo: Demo, asked: Asked, error: unknown): Response {
  const { status = 500, code = 'error' } = error as { status?: number; code?: string }
  if (status >= 500) console.error(error)
  const answer = asked.accept.includes('text/html')
    ? page(errorPage(pageContext(demo, asked), status), status)
    : json({ error: code, status }, status)
  if (status === 409) answer.headers.set('Retry-After', '1')
  return answer
}
