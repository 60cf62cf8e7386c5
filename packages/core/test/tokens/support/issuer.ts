import type * as oauth from 'oauth4webapi'
import { createTokens, generateKeys, importKeys } from '../../../src/tokens/index.ts'
import { world } from '../../support/world.ts'
import { AUDIENCE } from './api.ts'
import { serve } from './serve.ts'

/** An issuer on a real server, by the real clock: what others read of it they read over HTTP. */
export async function issuer(algorithm: 'ES256' | 'RS256' = 'ES256') {
  const keyText = await generateKeys({ algorithm })
  const keys = await importKeys(keyText)
  const { sessions } = world({ groups: { api: { carrier: 'token-endpoint' } }, now: Date.now })
  let handle = async (_: Request) => new Response(null, { status: 503 })
  const asked: string[] = []
  const origin = await serve((request) => {
    asked.push(new URL(request.url).pathname)
    return handle(request)
  })
  const authenticateResourceServer = (request: Request) =>
    request.headers.get('authorization') === `Basic ${btoa('api:secret')}` ? AUDIENCE : null
  const tokens = createTokens(sessions, {
    issuer: origin,
    audience: AUDIENCE,
    keys,
    authenticateResourceServer,
  })
  const open = async (request: Request): Promise<Response> => {
    const endpoint = tokens.endpoints[new URL(request.url).pathname.slice(1) as 'token']
    return endpoint === undefined ? new Response(null, { status: 404 }) : endpoint(request)
  }
  handle = open
  const server: oauth.AuthorizationServer = {
    issuer: origin,
    jwks_uri: `${origin}/jwks`,
    token_endpoint: `${origin}/token`,
    revocation_endpoint: `${origin}/revoke`,
    introspection_endpoint: `${origin}/introspect`,
  }
  return {
    origin,
    keys,
    keyText,
    sessions,
    server,
    asked,
    /** Whether the issuer can be reached. */
    reachable(yes: boolean) {
      handle = yes ? open : async () => new Response(null, { status: 503 })
    },
    issue: async () =>
      (
        await tokens.issue('alice', {
          clientId: 'app',
          authenticatedAt: Date.now(),
          scope: 'read',
          amr: ['pwd'],
        })
      ).body,
  }
}
