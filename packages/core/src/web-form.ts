import { CSRF_FIELD } from './csrf-names.ts'

/** Forms are small; what is larger is not looked at for a token, and has to send the header. */
const MAX_BYTES = 64 * 1024

/** The CSRF token in a form's body. It is read from a copy, so that the handler still finds the body; a form with files sends the header. */
export async function formTokenIn(request: Request): Promise<string | undefined> {
  const { headers, body, bodyUsed } = request
  const length = Number(headers.get('content-length') ?? Number.NaN)
  const isForm = /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers.get('content-type') ?? '')
  if (!isForm || body === null || bodyUsed || !(length <= MAX_BYTES)) return undefined
  return new URLSearchParams(await request.clone().text()).get(CSRF_FIELD) ?? undefined
}
