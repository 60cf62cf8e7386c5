import { readText } from '../read-text.ts'
import { type Problem, problem } from './oauth-error.ts'

/** Longer forms hold no token of ours. */
const MAX_FORM = 16 * 1024

/** The parameters of a request (RFC 6749 §3.2): from its body, never from its URL; each once, and an empty one is none. */
export async function readForm(request: Request): Promise<ReadonlyMap<string, string> | Problem> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded')
    return problem('invalid_request', 'Send the parameters as application/x-www-form-urlencoded.')
  const text = await readText(request, MAX_FORM)
  if (text === null) return problem('invalid_request', 'The request is too long.')
  const form = new Map<string, string>()
  const seen = new Set<string>()
  for (const [name, value] of new URLSearchParams(text)) {
    if (seen.has(name)) return problem('invalid_request', 'A parameter is there more than once.')
    seen.add(name)
    if (value !== '') form.set(name, value)
  }
  return form
}
