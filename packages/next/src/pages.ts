import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Carrier, Session, Sessions } from '@sess/core'
import { headerOf, isSecure } from './carrier.ts'
import type { NextSessionOptions } from './options.ts'

/** A request as the Pages Router has it: of an API route, or of `getServerSideProps`. */
type PagesRequest = IncomingMessage & { readonly body?: unknown }

/**
 * The session of a request in the Pages Router, once per request: in an API route, or with `req` and `res` of
 * `getServerSideProps`. A page of the Pages Router can set cookies, so it renews by itself and needs no proxy.
 *
 * Rejects as `Sessions.open` does; answer with `error.status`.
 */
export function openSession<Data extends object>(
  sessions: Sessions<Data>,
  req: PagesRequest,
  res: ServerResponse,
  options: Pick<NextSessionOptions, 'address'> = {},
): Promise<Session<Data>> {
  return sessions.open(carrierOf(req, res, options))
}

function carrierOf(req: PagesRequest, res: ServerResponse, { address }: NextSessionOptions): Carrier {
  const headers = { get: (name: string) => req.headers[name]?.toString() ?? null }
  const form = req.body as { readonly csrf_token?: unknown } | undefined
  return {
    method: req.method ?? 'GET',
    url: req.url ?? '/',
    secure: isSecure(headers),
    address: address?.(headers),
    header: headerOf(headers),
    formToken: () => (typeof form?.csrf_token === 'string' ? form.csrf_token : undefined),
    response: {
      get sent() {
        return res.headersSent
      },
      get: (name) => [res.getHeader(name) ?? []].flat().map(String),
      set(name, values) {
        if (values.length === 0) res.removeHeader(name)
        else res.setHeader(name, values.length === 1 ? `${values[0]}` : [...values])
      },
    },
  }
}
