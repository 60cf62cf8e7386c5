import { type Problem, problem } from './oauth-error.ts'
import type { PresentedClient, TokensOptions } from './options.ts'

const BASIC = /^basic +([A-Za-z0-9+/]+={0,2})$/i

/** Who the client is (RFC 6749 §2.3), as far as the app says that it is so. */
export async function authenticatedClient(
  request: Request,
  form: ReadonlyMap<string, string>,
  authenticate: TokensOptions['authenticateClient'],
): Promise<PresentedClient | Problem> {
  const header = request.headers.get('authorization')
  const presented = header === null ? fromForm(form) : fromBasic(header, form)
  if ('code' in presented) return presented
  const isPublic = presented.secret === null
  const good = authenticate === undefined ? isPublic : (await authenticate(presented)) === true
  return good ? presented : unknownClient(header)
}

function fromForm(form: ReadonlyMap<string, string>): PresentedClient {
  return { clientId: form.get('client_id') ?? null, secret: form.get('client_secret') ?? null }
}

function fromBasic(header: string, form: ReadonlyMap<string, string>): PresentedClient | Problem {
  if (form.has('client_secret'))
    return problem('invalid_request', 'Use one way to authenticate the client, not two.')
  const credentials = decoded(BASIC.exec(header)?.[1])
  if (credentials === null) return unknownClient(header)
  const [clientId, secret] = credentials
  const named = form.get('client_id')
  if (named !== undefined && named !== clientId)
    return problem('invalid_request', 'The client_id is not the one that authenticates.')
  return { clientId, secret }
}

/** RFC 6749 §2.3.1: both are form-encoded before they are joined. */
function decoded(base64: string | undefined): readonly [string, string] | null {
  if (base64 === undefined) return null
  try {
    const text = atob(base64)
    const colon = text.indexOf(':')
    const plain = (part: string) => decodeURIComponent(part.replaceAll('+', ' '))
    return colon === -1 ? null : [plain(text.slice(0, colon)), plain(text.slice(colon + 1))]
  } catch {
    return null
  }
}

function unknownClient(header: string | null): Problem {
  const headers = header === null ? {} : { 'www-authenticate': 'Basic realm="token endpoint"' }
  return problem('invalid_client', 'The client is not known, or is not who it says.', { headers })
}
