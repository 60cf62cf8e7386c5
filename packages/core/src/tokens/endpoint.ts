import { ContentionError, StoreError } from '../errors.ts'
import type { Cors } from './cors.ts'
import { readForm } from './form.ts'
import type { Endpoint } from './jwks-endpoint.ts'
import { type Problem, problem, problemResponse } from './oauth-error.ts'

/**
 * What the endpoints for forms have in common: POST only, CORS, and that a store which is down is a 503 that says so, and no word about
 * the session (P10).
 */
export function formEndpoint(
  cors: Cors,
  answer: (request: Request, form: ReadonlyMap<string, string>) => Promise<Response | Problem>,
): Endpoint {
  const answered = async (request: Request): Promise<Response> => {
    if (request.method !== 'POST') {
      const wrong = problem('invalid_request', 'Use POST.')
      const response = problemResponse(wrong)
      return new Response(response.body, {
        status: 405,
        headers: [...response.headers, ['allow', 'POST, OPTIONS']],
      })
    }
    const form = await readForm(request)
    const result = 'code' in form ? form : await answer(request, form)
    return result instanceof Response ? result : problemResponse(result)
  }
  return async (request) => {
    const preflight = cors.preflight(request, 'POST')
    if (preflight !== null) return preflight
    const response = await answered(request).catch((error: unknown) => {
      if (!(error instanceof StoreError || error instanceof ContentionError)) throw error
      return problemResponse(
        problem('temporarily_unavailable', 'The service is not available at the moment. Try again soon.'),
      )
    })
    for (const [name, value] of Object.entries(cors.headers(request))) response.headers.append(name, value)
    return response
  }
}
