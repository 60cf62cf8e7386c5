import type { Carrier, ResponseHead } from '@sess/core'
import { webCarrier } from '@sess/core/web'
import type { NextSessionOptions } from './options.ts'

/** The carrier of a request that a proxy or a Route Handler has before it. */
export function requestCarrier(
  request: Request,
  response: ResponseHead,
  { address }: NextSessionOptions,
): Carrier {
  const { headers } = request
  const facts = { address: address?.(headers), secure: isSecure(headers) }
  return { ...webCarrier(request, response, facts), header: headerOf(headers) }
}

/** The carrier where there is no request but what `headers()` and `cookies()` tell. */
export function ambientCarrier(
  method: string,
  headers: Heads,
  cookie: string,
  { address }: NextSessionOptions,
): Carrier {
  const header = headerOf(headers)
  return {
    method,
    url: '/',
    secure: isSecure(headers),
    address: address?.(headers),
    header: (name) => (name === 'cookie' ? cookie : header(name)),
  }
}

export type Heads = Pick<Headers, 'get'>

export const isSecure = (headers: Heads): boolean => headers.get('x-forwarded-proto') === 'https'

export function headerOf(headers: Heads): (name: string) => string | undefined {
  const isDirect = saysNothing(headers)
  return (name) =>
    isDirect && name.startsWith('x-forwarded-') ? undefined : (headers.get(name) ?? undefined)
}

/** Next writes `X-Forwarded-*` of its own on every request. If they say no more than that a program on this machine asked, no proxy did. */
function saysNothing(headers: Heads): boolean {
  return (
    headers.get('x-forwarded-proto') === 'http' &&
    headers.get('x-forwarded-host') === headers.get('host') &&
    /^(?:(?:::ffff:)?127\.0\.0\.1|::1)$/.test(headers.get('x-forwarded-for') ?? '')
  )
}
