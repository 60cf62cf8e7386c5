import { audiences } from './audience.ts'
import { formEndpoint } from './endpoint.ts'
import type { Endpoint } from './jwks-endpoint.ts'
import { problem } from './oauth-error.ts'
import type { TokenRules } from './rules.ts'
import { NO_STORE } from './token-answer.ts'
import type { Verifier } from './verifier.ts'

/**
 * The introspection endpoint (RFC 7662), for access tokens and with their session. Whoever asks is told only of tokens for themselves;
 * a refresh token is nobody's business but the token endpoint's, so it is not active.
 */
export function introspectionEndpoint(
  rules: TokenRules,
  verifier: Verifier,
  authenticate: NonNullable<TokenRules['authenticateResourceServer']>,
): Endpoint {
  return formEndpoint(rules.cors, async (request, form) => {
    const audience = await authenticate(request)
    if (audience === null || audience.length === 0)
      return problem('invalid_client', 'Authenticate to ask about tokens.', {
        headers: { 'www-authenticate': 'Basic realm="introspection"' },
      })
    const text = form.get('token')
    if (text === undefined) return problem('invalid_request', 'The token is missing.')
    const { token } = await verifier.verify(text, {
      audience: audiences('audience', audience),
      check: 'session',
    })
    if (token === null) return Response.json({ active: false }, { headers: NO_STORE })
    const seconds = (ms: number) => ms / 1000
    return Response.json(
      {
        active: true,
        token_type: 'Bearer',
        iss: token.issuer,
        sub: token.userId,
        aud: token.audience,
        client_id: token.clientId,
        iat: seconds(token.issuedAt),
        exp: seconds(token.expiresAt),
        jti: token.id,
        sid: token.sessionId,
        ...(token.scope.length > 0 && { scope: token.scope.join(' ') }),
        ...(token.authTime !== null && { auth_time: seconds(token.authTime) }),
        ...(token.acr !== null && { acr: token.acr }),
        ...(token.amr.length > 0 && { amr: token.amr }),
        ...token.claims,
      },
      { headers: NO_STORE },
    )
  })
}
