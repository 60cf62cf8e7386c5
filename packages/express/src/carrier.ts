import type { Carrier } from '@sess/core'
import type { Request, Response } from 'express'
import { haveLastWord } from './last-word.ts'

/** What a session needs of an Express request and response: who the client is, as `trust proxy` says, and how to set a header. */
export function carrierOf(req: Request, res: Response): Carrier {
  let cookies: readonly string[] | null = null
  return {
    method: req.method,
    url: req.originalUrl,
    secure: req.secure,
    address: req.ip,
    header: (name) => req.headers[name]?.toString(),
    // Where a body parser ran before the session.
    formToken: () => (typeof req.body?.csrf_token === 'string' ? req.body.csrf_token : undefined),
    response: {
      get sent() {
        return res.headersSent
      },
      get: (name) => valuesOf(res, name),
      set: (name, values) => {
        const [first, ...more] = values
        if (first === undefined) res.removeHeader(name)
        else res.setHeader(name, more.length === 0 ? first : [first, ...more])
        if (name !== 'set-cookie') return
        if (cookies === null) haveLastWord(res, () => keepCookies(res, cookies ?? []))
        cookies = values
      },
    },
  }
}

/** The cookies that the session set are still there, and no cache keeps them, whatever the handler did to the headers since. */
function keepCookies(res: Response, cookies: readonly string[]): void {
  if (cookies.length === 0) return
  const present = valuesOf(res, 'set-cookie')
  const isThere = (cookie: string) => present.some((one) => one.startsWith(`${cookie.split('=')[0]}=`))
  res.setHeader('set-cookie', [...present, ...cookies.filter((cookie) => !isThere(cookie))])
  res.setHeader('cache-control', 'no-store')
  res.vary('Cookie')
}

const valuesOf = (res: Response, name: string): string[] => [res.getHeader(name) ?? []].flat().map(String)
