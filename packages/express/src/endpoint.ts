import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { Request as ExpressRequest, Response as ExpressResponse, RequestHandler } from 'express'

/**
 * A `Request → Response` handler, such as those of `tokens.endpoints`, as an Express handler:
 *
 *     app.all('/oauth/token', endpoint(tokens.endpoints.token))
 *
 * It works before and after `express.urlencoded()`. What the handler rejects with goes to the app's error handler.
 */
export function endpoint(handler: (request: Request) => Promise<Response>): RequestHandler {
  return (req, res, next) => {
    handler(requestOf(req))
      .then((response) => send(res, response))
      .catch(next)
  }
}

/** They say how the body came over the wire, which it does no longer. */
const FRAMING = new Set(['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding'])

function requestOf(req: ExpressRequest): Request {
  const headers = new Headers()
  for (let i = 0; i + 1 < req.rawHeaders.length; i += 2) {
    const [name, value] = [req.rawHeaders[i] as string, req.rawHeaders[i + 1] as string]
    if (!FRAMING.has(name.toLowerCase())) headers.append(name, value)
  }
  const url = `${req.protocol}://${req.headers.host ?? 'localhost'}${req.originalUrl}`
  const { method } = req
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers })
  return new Request(url, { method, headers, body: bodyOf(req), duplex: 'half' } as RequestInit)
}

/** As it comes, or written again where a parser has read it, as JSON or as a form: a name that came twice comes twice again. */
function bodyOf(req: ExpressRequest): RequestInit['body'] {
  if (!req.readableEnded) return Readable.toWeb(req) as ReadableStream
  if (typeof req.body !== 'object' || req.body === null) return null
  if (req.is('json')) return JSON.stringify(req.body)
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(req.body))
    for (const one of [value].flat()) form.append(name, String(one))
  return form
}

async function send(res: ExpressResponse, response: Response): Promise<void> {
  res.status(response.status)
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) res.append('set-cookie', cookies)
  res.end(Buffer.from(await response.arrayBuffer()))
}
