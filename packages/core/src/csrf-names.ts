/** The header and the form field that carry a CSRF token. */
export const CSRF_HEADER = 'x-csrf-token'
export const CSRF_FIELD = 'csrf_token'
