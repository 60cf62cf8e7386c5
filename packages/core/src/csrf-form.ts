import { CSRF_FIELD, CSRF_HEADER } from './csrf-names.ts'
import type { SessionView } from './session.ts'

/** Only what is needed: so it takes the session of any app. */
type Tokens = Pick<SessionView, 'csrfToken'>

/**
 * The hidden field of a form, as HTML: `<form method="post">${csrfField(session)}…`. Browsers of these days say where a form comes
 * from without it; it serves those that do not.
 */
export function csrfField(session: Tokens): string {
  return `<input type="hidden" name="${CSRF_FIELD}" value="${session.csrfToken() ?? ''}">`
}

/** The header for `fetch` and its like: `fetch('/cart', { method: 'POST', headers: csrfHeaders(session) })`; a page may hold it in a `<meta>`. */
export function csrfHeaders(session: Tokens): Readonly<Record<string, string>> {
  const token = session.csrfToken()
  return token === null ? {} : { [CSRF_HEADER]: token }
}
