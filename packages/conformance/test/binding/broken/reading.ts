import { StoreError } from '@sess/core'
import { asking, type Broken, broken, carrying, opening } from './break.ts'

/** Bugs in what a binding makes of a request, and of the session that it opened for it. */
export const readingBugs: readonly Broken[] = [
  broken(
    'trusts X-Forwarded-For by itself',
    'PROXY-UNASKED-ADDRESS',
    carrying(({ header, address }) => ({ address: header('x-forwarded-for')?.split(',')[0] ?? address })),
  ),
  broken(
    'takes the first of X-Forwarded-For, which is the client’s own',
    'PROXY-ADDRESS',
    carrying(({ header }) => ({ address: header('x-forwarded-for')?.split(',')[0] })),
  ),
  broken(
    'takes every connection for HTTPS',
    'COOKIE-DEVELOPMENT',
    carrying(() => ({ secure: true })),
  ),
  broken(
    'hides what a proxy says',
    'PROXY-STRICT',
    carrying(({ header }) => ({ header: (name) => (/forwarded/.test(name) ? undefined : header(name)) })),
  ),
  broken(
    'reads only the first Cookie header',
    'COOKIE-LINES',
    asking((request, rawHeaders) => {
      const at = rawHeaders.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'cookie')
      if (at === -1) return request
      const headers = new Headers(request.headers)
      headers.set('cookie', `${rawHeaders[at + 1]}`)
      return new Request(request, { headers })
    }),
  ),
  broken(
    'decodes the Cookie header, and fails where it cannot',
    'COOKIE-AMONG',
    carrying(({ header }) => ({
      header: (name) => (name === 'cookie' ? decodeURIComponent(header(name) ?? '') : header(name)),
    })),
  ),
  broken(
    'hands on only the cookie of the default name',
    'APPS-NAMES',
    carrying(({ header }) => ({
      header: (name) =>
        name === 'cookie' ? /__Host-sess(-guest)?=[^;]+/.exec(header(name) ?? '')?.[0] : header(name),
    })),
  ),
  broken(
    'takes the token from the query, too',
    'HOSTILE-URL',
    carrying(({ url, header }) => {
      const token = new URL(url).searchParams.get('token')
      return { header: (name) => (name === 'cookie' && token ? `__Host-sess=${token}` : header(name)) }
    }),
  ),
  broken(
    'opens the session twice per request',
    'REQUEST-COST',
    opening(async (sessions, carrier) => {
      await sessions.open(carrier)
      return sessions.open(carrier)
    }),
  ),
  broken('keeps the session between requests', 'REQUEST-FRESH', (kit, deployment) => {
    const kept = new Map<string, ReturnType<typeof kit.sessions.open>>()
    return opening((sessions, carrier) => {
      const key = carrier.header('cookie') ?? ''
      const known = kept.get(key) ?? sessions.open(carrier)
      if (key !== '') kept.set(key, known)
      return known
    })(kit, deployment)
  }),
  broken('holds the session of the request in a variable of the module', 'REQUEST-OWN', (kit, deployment) => {
    let current: Awaited<ReturnType<typeof kit.sessions.open>>
    return opening(async (sessions, carrier) => {
      current = await sessions.open(carrier)
      return new Proxy(current, {
        get: (_, key) => {
          const value = current[key as keyof typeof current] as unknown
          return typeof value === 'function' ? value.bind(current) : value
        },
      })
    })(kit, deployment)
  }),
  broken(
    'makes a guest of whoever comes while the store is down',
    'OUTAGE',
    opening(async (sessions, carrier) => {
      try {
        return await sessions.open(carrier)
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        return sessions.open({ ...carrier, header: () => undefined })
      }
    }),
  ),
  broken(
    'writes a session for everybody who comes',
    'COOKIE-NONE',
    opening(async (sessions, carrier) => {
      const session = await sessions.open(carrier)
      if (session.state === 'none') await session.update({ items: [] })
      return session
    }),
  ),
  broken('opens the session where one can only look', 'VIEW-RENEWS-NOTHING', (kit, deployment) => {
    const app = opening((sessions, carrier) => sessions.open(carrier))
    const sessions = new Proxy(kit.sessions, {
      get: (target, method) => (method === 'view' ? target.open : target[method as keyof typeof target]),
    })
    return app({ ...kit, sessions }, deployment)
  }),
  broken(
    'drops what a handler that outlived its answer still wants to set',
    'LATE-LOGIN',
    carrying(({ response }) =>
      response === undefined ? {} : { response: { sent: false, get: response.get, set: response.set } },
    ),
  ),
]
