import type { Carrier, ResponseHead } from '@sess/core'

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

interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: Pick<Headers, 'get'>
  /** The `Cookie` header, where it is not the request's own any more. */
  readonly cookie?: string
}

/** What a session needs to know of a request to Next, in whatever place. */
export function carrierOf(
  { method, url, headers, cookie }: Asked,
  { address }: NextSessionOptions,
  response?: ResponseHead,
): Carrier {
  const isDirect = saysNothing(headers)
  return {
    method,
    url,
    secure: headers.get('x-forwarded-proto') === 'https',
    address: address?.(headers),
    header(name) {
      if (name === 'cookie' && cookie !== undefined) return cookie
      return isDirect && name.startsWith('x-forwarded-') ? undefined : (headers.get(name) ?? undefined)
    },
    ...(response !== undefined && { response }),
  }
}

/** Next writes `X-Forwarded-*` of its own on every request. If they say no more than that a program on this machine asked, no proxy did. */
function saysNothing(headers: Pick<Headers, 'get'>): boolean {
  return (
    headers.get('x-forwarded-proto') === 'http' &&
    headers.get('x-forwarded-host') === headers.get('host') &&
    /^(?:(?:::ffff:)?127\.0\.0\.1|::1)$/.test(headers.get('x-forwarded-for') ?? '')
  )
}
