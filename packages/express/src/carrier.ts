import type { Carrier } from '@sess/core'
import type { Request, Response } from 'express'

/** What a session needs of an Express request and response: who the client is, as `trust proxy` says, and how to set a header. */
export function carrierOf(req: Request, res: Response): Carrier {
  return {
    method: req.method,
    url: req.originalUrl,
    secure: req.secure,
    address: req.ip,
    header: (name) => req.headers[name]?.toString(),
    response: {
      get sent() {
        return res.headersSent
      },
      get: (name) => [res.getHeader(name) ?? []].flat().map(String),
      set: (name, values) => {
        const [first, ...more] = values
        if (first === undefined) res.removeHeader(name)
        else res.setHeader(name, more.length === 0 ? first : [first, ...more])
      },
    },
  }
}
