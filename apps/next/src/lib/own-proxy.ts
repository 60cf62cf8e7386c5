import { PERSONAL_HEADERS, SECURITY_HEADERS } from 'demo-shared/app'
import { type NextRequest, NextResponse } from 'next/server'

/** The app's own proxy: headers for every answer, and forms to the handlers that take them. */
export function ownProxy(request: NextRequest): Response {
  // Next's inline scripts run because they carry the nonce that it finds in this very header of the request.
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const { 'Content-Security-Policy': strict = '', ...others } = SECURITY_HEADERS
  const policy = strict.replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'`)
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)

  const url = request.nextUrl.clone()
  url.pathname = `/forms${url.pathname}`
  const passed = { request: { headers } }
  const response = isPlainForm(request) ? NextResponse.rewrite(url, passed) : NextResponse.next(passed)
  const own = { ...others, ...PERSONAL_HEADERS, 'Content-Security-Policy': policy }
  for (const [name, value] of Object.entries(own)) response.headers.set(name, value)
  return response
}

/** A Server Action is a POST to a page as well; with Next's script it says so, and without it is of another type. */
const isPlainForm = ({ method, headers }: NextRequest): boolean =>
  method === 'POST' &&
  !headers.has('next-action') &&
  !(headers.get('content-type') ?? '').startsWith('multipart/form-data')
