import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createSessions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import { createTokens, generateKeys, importKeys, requireAccessToken } from '@sess/core/tokens'

const AUDIENCE = 'https://api.example.com'
/** Making keys is slow: one ring for all tests. */
const keyText = generateKeys()

/** What may happen to one request on its way: nothing, or one of these. */
export type Fault =
  /** It never arrives. */
  | 'cut-before'
  /** The server has done it, and the answer is lost. */
  | 'cut-after'
  /** A gateway answers in the server's place. */
  | 503
  /** The server holds it until the test lets it go on. */
  | Promise<unknown>

export interface Seen {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
}

/** A real issuer and API on one loopback server: `/oauth/token`, `/oauth/revoke`, `/orders`, `/sensitive`. */
export interface Api {
  readonly url: string
  readonly seen: readonly Seen[]
  readonly requests: (path: string) => number
  /** Asked for each request, in order of arrival. */
  fault: (seen: Seen) => Fault | null
  signIn(delivery?: 'body' | 'cookie'): Promise<{
    readonly body: import('@sess/core/tokens').TokenResponse
    readonly headers: Readonly<Record<string, string>>
    readonly id: string
  }>
  live(): Promise<number>
  endAll(): Promise<void>
  /** Answers a path that no endpoint has. */
  pages: Map<string, (request: Request) => Response | Promise<Response>>
  close(): Promise<void>
}

export interface ApiOptions {
  /** Signature alone: a token is refused only for its time. Default: with its session. */
  readonly check?: 'signature' | 'session'
  readonly now?: () => number
}

export async function startApi({ check = 'session', now = () => Date.now() }: ApiOptions = {}): Promise<Api> {
  const pages: Api['pages'] = new Map()
  const seen: Seen[] = []
  const sessions = createSessions({
    store: memoryStore(),
    groups: { api: { carrier: 'token-endpoint' } },
    now,
  })
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const tokens = createTokens(sessions, {
    issuer: 'https://auth.example.com',
    audience: AUDIENCE,
    keys: await importKeys(await keyText),
    origins: [url],
    cookie: { path: '/oauth' },
  })
  pages.set('/oauth/token', tokens.endpoints.token)
  pages.set('/oauth/revoke', tokens.endpoints.revoke)
  const orders = async (request: Request) => Response.json({ got: await request.text() })
  pages.set('/orders', requireAccessToken(tokens.verifier, { check }, orders))
  pages.set('/sensitive', requireAccessToken(tokens.verifier, { check, acr: 'aal2' }, orders))
  const listener = getRequestListener(async (request) => {
    const page = pages.get(new URL(request.url).pathname)
    return page ? page(request) : new Response(null, { status: 404 })
  })

  const api: Api = {
    url,
    seen,
    pages,
    requests: (path) => seen.filter((one) => one.path === path).length,
    fault: () => null,
    async signIn(delivery = 'body') {
      const answer = await tokens.issue('alice', { clientId: 'app', delivery, authenticatedAt: now() })
      return { body: answer.body, headers: answer.headers, id: answer.sessionId }
    },
    live: async () => (await sessions.list('alice')).length,
    async endAll() {
      await sessions.revokeAll('alice')
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', headers } = request
    const one = {
      method,
      path: new URL(request.url ?? '', url).pathname,
      authorization: headers.authorization,
    }
    seen.push(one)
    const fault = api.fault(one)
    if (fault === 'cut-before') return request.socket.destroy()
    if (fault === 503) return response.writeHead(503).end()
    if (fault instanceof Promise) await fault
    // The answer is made, and goes nowhere.
    if (fault === 'cut-after') {
      response.write = () => true
      response.end = () => {
        request.socket.destroy()
        return response
      }
    }
    await listener(request, response)
  })
  return api
}
