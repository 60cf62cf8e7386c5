import type { Carrier, ResponseHead } from '@sess/core'
import { webCarrier } from '@sess/core/web'

export interface NextSessionOptions {
  /**
   * The client's address, from the header of a proxy that you run; whoever reaches the app past that proxy can send the header,
   * too. Default: unknown.
   */
  readonly address?: (headers: Pick<Headers, 'get'>) => string | undefined
  /**
   * Makes the answer to what a Route Handler threw. Default: the errors of Sess that are an answer in themselves (a store that is
   * down is a 503) are answered so, and everything else goes to Next.
   */
  readonly onError?: (error: unknown, request: Request) => Response | Promise<Response>
}

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
