import { answering, type Broken, broken, carrying, setting, withHeaders } from './break.ts'

const without = (response: Response, name: string): Response =>
  withHeaders(response, (headers) => headers.delete(name))

const cookiesChanged = (response: Response, change: (line: string) => string): Response =>
  withHeaders(response, (headers) => {
    const lines = headers.getSetCookie().map(change)
    headers.delete('set-cookie')
    for (const line of lines) headers.append('set-cookie', line)
  })

/** Bugs in how a binding puts what a session set on an answer. */
export const answeringBugs: readonly Broken[] = [
  broken(
    'appends a Set-Cookie where it must replace one',
    'COOKIE-ONCE',
    setting((head, name, values) =>
      head.set(name, name === 'set-cookie' ? [...head.get(name), ...values] : values),
    ),
  ),
  broken(
    'keeps one Set-Cookie for all names',
    'COOKIE-OWN WRITE-GUEST VIEW',
    answering((response) =>
      withHeaders(response, (headers) => {
        const last = headers.getSetCookie().at(-1)
        if (last !== undefined) headers.set('set-cookie', last)
      }),
    ),
  ),
  broken(
    'loses the cookie on a redirect',
    'LOGIN-REDIRECT RENEW-REDIRECT',
    answering((response) => (response.status === 303 ? without(response, 'set-cookie') : response)),
  ),
  broken(
    'loses the cookie on an answer without a body',
    'RENEW-NO-CONTENT',
    answering((response) => (response.status === 204 ? new Response(null, { status: 204 }) : response)),
  ),
  broken(
    'loses the cookie on a 304',
    'RENEW-NOT-MODIFIED',
    answering((response) => (response.status === 304 ? new Response(null, { status: 304 }) : response)),
  ),
  broken(
    'loses the cookie on an error',
    'ERROR-LOGIN RENEW-ERROR',
    answering((response) => (response.status === 500 ? without(response, 'set-cookie') : response)),
  ),
  broken(
    'sets the cookie on errors only',
    'LOGIN',
    answering((response) => (response.status < 400 ? without(response, 'set-cookie') : response)),
  ),
  broken(
    'loses the cookie on what a guard answers',
    'RENEW-GUARD',
    answering((response) => (response.status === 401 ? without(response, 'set-cookie') : response)),
  ),
  broken(
    'answers HEAD without the session',
    'RENEW-HEAD',
    answering((response, { method }) => (method === 'HEAD' ? without(response, 'set-cookie') : response)),
  ),
  broken(
    'knows no HEAD',
    'HEAD',
    answering((response, { method }) => (method === 'HEAD' ? new Response(null, { status: 405 }) : response)),
  ),
  broken(
    'drops Vary',
    'COOKIE-VARY',
    answering((response) => without(response, 'vary')),
  ),
  broken(
    'lets the app’s Cache-Control stand beside a session cookie',
    'COOKIE-NO-STORE',
    answering((response) =>
      response.headers.has('set-cookie') ? without(response, 'cache-control') : response,
    ),
  ),
  broken(
    'takes Secure away over plain HTTP',
    'COOKIE-ATTRIBUTES',
    answering((response) => cookiesChanged(response, (line) => line.replace('; Secure', ''))),
  ),
  broken(
    'sets the cookie anew with every answer',
    'COOKIE-QUIET',
    carrying(({ header, response }) => {
      const own = /__Host-sess=[\w-]{116}/.exec(header('cookie') ?? '')?.[0]
      if (own) response?.set('set-cookie', [`${own}; Path=/; Secure; HttpOnly; SameSite=Lax`])
      return {}
    }),
  ),
  broken(
    'clears a session cookie that leads nowhere',
    'CLEARS-NOTHING APPS-SAME-NAME HOSTILE-COOKIES HOSTILE-FUZZ',
    answering(async (response, { headers }) => {
      const lost =
        headers.get('cookie')?.includes('__Host-sess=') && (await response.clone().text()).includes('"none"')
      return lost
        ? withHeaders(response, (all) =>
            all.append('set-cookie', '__Host-sess=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax'),
          )
        : response
    }),
  ),
  broken(
    'signs everybody out while the store is down',
    'OUTAGE-COOKIES OUTAGE-RUNNING',
    answering((response) =>
      response.status === 503
        ? withHeaders(response, (all) =>
            all.append('set-cookie', '__Host-sess=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax'),
          )
        : response,
    ),
  ),
  broken(
    'puts its base path into a cookie’s Path',
    'BASE-PATH',
    answering((response, { url }) =>
      url.includes('/shop/')
        ? cookiesChanged(response, (line) => line.replace('Path=/;', 'Path=/shop;'))
        : response,
    ),
  ),
  broken(
    'shows the token in a header for debugging',
    'HOSTILE-LEAK',
    answering((response, { headers }) =>
      withHeaders(response, (all) => all.set('x-session', headers.get('cookie') ?? '')),
    ),
  ),
  broken(
    'says back what the client said',
    'HOSTILE-HEADERS',
    answering((response, { headers }) =>
      withHeaders(response, (all) => all.set('x-client', headers.get('user-agent') ?? 'unknown')),
    ),
  ),
  broken(
    'answers 200 to what a handler threw',
    'ERROR-WRITE',
    answering((response) =>
      response.status === 500 ? new Response(response.body, { headers: response.headers }) : response,
    ),
  ),
  broken(
    'holds an answer back until it is whole',
    'STREAM RENEW-STREAM',
    answering(async (response) =>
      response.body === null ? response : new Response(await response.text(), response),
    ),
  ),
  broken(
    'redirects scripts, too',
    'GUARD-PAGE GUARD-USER',
    answering((response) =>
      response.status === 401
        ? new Response(null, {
            status: 303,
            headers: { location: '/unauthenticated', 'cache-control': 'no-store' },
          })
        : response,
    ),
  ),
  broken(
    'sends a request whose key was replaced to sign in',
    'GUARD-SUPERSEDED',
    answering((response) =>
      response.status === 409 ? new Response(null, { status: 303, headers: { location: '/' } }) : response,
    ),
  ),
  broken(
    'tells nobody why a session is over',
    'GUARD-REASON',
    answering((response) => (response.status === 401 ? Response.json({}, { status: 401 }) : response)),
  ),
  broken('breaks for good when a client leaves', 'ABORT-STREAM ABORT-LOGIN', (kit, deployment) => {
    const app = answering((response) => response)(kit, deployment)
    let isBroken = false
    return async (request, incoming) => {
      if (isBroken && !request.url.endsWith('/kit/control')) return new Response(null, { status: 500 })
      const { socket } = incoming
      let isDone = false
      socket.once('close', () => {
        isBroken ||= !isDone
      })
      const response = await app(request, incoming)
      isDone = response.headers.get('content-type') !== null && !request.url.includes('/late')
      return response
    }
  }),
]
