import type { Refusal } from '@sess/core'
import type { NextSessionOptions } from './options.ts'

/** What a Route Handler answers to whom its guard does not let pass. */
export function refused(refusal: Refusal): Response {
  if (!('redirectTo' in refusal)) return Response.json(refusal.body, refusal)
  return new Response(null, {
    status: 303,
    headers: { location: refusal.redirectTo, 'cache-control': 'no-store' },
  })
}

/** The answer to what a Route Handler threw. What Next throws to redirect, or to show a page of its own, carries a `digest` and is Next's: `null`. */
export async function answerTo(
  error: unknown,
  request: Request,
  { onError }: NextSessionOptions,
): Promise<Response | null> {
  if (typeof error !== 'object' || error === null || 'digest' in error) return null
  if (onError !== undefined) return onError(error, request)
  return 'getResponse' in error && typeof error.getResponse === 'function' ? error.getResponse() : null
}
