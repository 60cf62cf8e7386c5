import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { type Asked, answerToError, type Demo, type Route, urlOf } from 'demo-shared/app'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'

/** A route's answer, sent as Express sends. */
export const answerWith =
  (route: Route): RequestHandler =>
  async (req, res) =>
    send(res, await route.answer({ ...asked(req), session: req.session }))

export function answerError(demo: Demo): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (res.headersSent) next(error)
    else send(res, answerToError(demo, asked(req), error)).catch(next)
  }
}

function asked(req: Request): Asked {
  return {
    url: urlOf(req.originalUrl),
    form: new URLSearchParams(req.body as Record<string, string> | undefined),
    accept: req.get('accept') ?? '',
    session: req.session as Request['session'] | undefined,
    self: { url: `http://127.0.0.1:${req.socket.localPort}` },
  }
}

async function send(res: Response, { status, headers, body }: globalThis.Response): Promise<void> {
  res.status(status).setHeaders(headers)
  if (body === null) return void res.end()
  // Whoever leaves before the end has nobody to be told.
  await pipeline(Readable.fromWeb(body as ReadableStream), res).catch(() => {})
}
