import { asking, type Broken, broken, carrying } from './break.ts'

/** Bugs in what a binding makes of a request. */
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
    'takes every request for one that changes nothing',
    'CSRF-CROSS-SITE CSRF-GUEST CSRF-ORIGIN CSRF-TOKEN CSRF-LOGIN',
    carrying(() => ({ method: 'GET' })),
  ),
  broken(
    'hands on the Host without its port',
    'CSRF-ORIGIN',
    carrying(({ header }) => ({
      header: (name) => (name === 'host' ? header(name)?.replace(/:\d+$/, '') : header(name)),
    })),
  ),
  broken(
    'hands on no header that it does not know',
    'CSRF-TOKEN',
    carrying(({ header }) => ({
      header: (name) => (name.startsWith('x-csrf') ? undefined : header(name)),
    })),
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
    'APPS-NAMES BASE-PATH-COOKIE',
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
    'cuts a long Cookie header',
    'HOSTILE-LARGE',
    carrying(({ header }) => ({ header: (name) => header(name)?.slice(0, 4096) })),
  ),
]
