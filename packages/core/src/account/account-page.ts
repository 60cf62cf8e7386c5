import { answer } from '../answers.ts'
import type { LocateAddress } from '../devices/options.ts'
import { ImpersonationError } from '../errors.ts'
import type { Sessions } from '../facade.ts'
import { createGuard, type GuardOptions, prefersPage, type Refusal } from '../guard.ts'
import { refuseUnknown } from '../known-options.ts'
import type { Duration } from '../options.ts'
import { PRIVATE } from '../page.ts'
import type { Session } from '../session.ts'
import { type MySession, mySessions } from './my-sessions.ts'
import { asName, renameSession } from './rename-session.ts'
import { fieldsOf } from './request-fields.ts'
import { sessionsPage } from './sessions-page.ts'

export interface AccountOptions<Data extends object = Record<string, unknown>>
  extends Omit<GuardOptions<Request>, 'allowMarked' | 'maxAge'> {
  /** Ending a session other than this one asks for a proof of identity no older than this (ASVS 5.0 7.5.2). Default `'10m'`. */
  readonly maxAge?: Duration
  /** Where an address is; the app brings the database. Default: no places. */
  readonly locate?: LocateAddress
  /** Draws the page, in the app's own looks and language. Default: a plain page in English. */
  readonly page?: (sessions: readonly MySession[], session: Session<Data>) => Response | Promise<Response>
}

/** A `Request → Response` handler that is given the session of the request: `withSession`, and every binding, mount it. */
export type AccountHandler<Data extends object> = (
  request: Request,
  session: Session<Data>,
) => Promise<Response>

/**
 * "My sessions", ready to mount under any path. GET lists them, as a page or as `{ sessions }`, whichever the client prefers. POST of a
 * form, or of JSON, with the field `action`:
 *
 * | `action` | other fields | JSON answer |
 * |---|---|---|
 * | `end` | `id` | `{ ended: [id] }`; the session that asks is signed out |
 * | `end-others` | | `{ ended: [id, …] }` |
 * | `rename` | `id`, `name` (`''`: none) | `{ renamed: id }` |
 *
 * Only ever the user's own. After a form the browser is sent (303) back to the page. Ids travel in bodies, never in a URL. A guest gets
 * 401, and so does whoever wants to end another session and proved identity longer ago than `maxAge` (or not by `acr` and `amr`):
 * with `redirectTo` a browser is sent there instead. A session that is not there: 404; a request that says nothing we know: 400; somebody who
 * acts in the user's stead changes nothing: 403. Forged requests were refused when the session was opened. Errors, as of a store
 * that is down, go on to the binding.
 *
 * ```ts
 * import { createSessions } from '@sess/core'
 * import { accountPage } from '@sess/core/account'
 * import { memoryStore } from '@sess/core/memory'
 * import { withSession } from '@sess/core/web'
 *
 * const sessions = createSessions({ store: memoryStore() })
 * export default { fetch: withSession(sessions, accountPage(sessions, { redirectTo: '/sign-in' })) }
 * ```
 */
export function accountPage<Data extends object>(
  sessions: Sessions<Data>,
  options: AccountOptions<Data> = {},
): AccountHandler<Data> {
  const { locate, page = sessionsPage, maxAge = '10m', ...guard } = options
  refuseUnknown('accountPage.', options, ['locate', 'page', 'maxAge', 'acr', 'amr', 'redirectTo'])
  const { redirectTo } = guard
  const mayLook = createGuard<Request>({ ...(redirectTo !== undefined && { redirectTo }) })
  const mayEnd = createGuard<Request>({ ...guard, maxAge })
  return async (request, session) => {
    const accept = request.headers.get('accept') ?? undefined
    const asPage = prefersPage(accept)
    const refusal = mayLook(session, accept, request)
    if (refusal !== null) return refused(refusal)
    if (request.method === 'GET' || request.method === 'HEAD') {
      const list = await mySessions(session, { locate })
      return asPage ? page(list, session) : json(200, { sessions: list })
    }
    if (request.method !== 'POST')
      return new Response(null, { status: 405, headers: { ...PRIVATE, allow: 'GET, HEAD, POST' } })
    const fields = await fieldsOf(request)
    const [action, id = '', name] = ['action', 'id', 'name'].map((field) => fields?.get(field))
    if (session.actor !== null && !(action === 'end' && id === session.id))
      return new ImpersonationError('acting', 'accountPage').getResponse()
    const done = (body: object) => (asPage ? back() : json(200, body))
    switch (action) {
      case 'end': {
        const refusal = id === session.id ? null : mayEnd(session, accept, request)
        if (refusal !== null) return refused(refusal)
        return (await session.revoke(id)) ? done({ ended: [id] }) : unknownSession()
      }
      case 'end-others': {
        const refusal = mayEnd(session, accept, request)
        return refusal !== null ? refused(refusal) : done({ ended: await session.revokeOthers() })
      }
      case 'rename': {
        const wanted = asName(name)
        if (wanted === null) return json(400, answer(400, 'sess/name').body)
        return (await renameSession(sessions, session, id, wanted)) ? done({ renamed: id }) : unknownSession()
      }
      default:
        return json(400, answer(400, 'sess/action').body)
    }
  }
}

const json = (status: number, body: object): Response => Response.json(body, { status, headers: PRIVATE })

const unknownSession = (): Response => json(404, answer(404, 'sess/no-such-session').body)

/** To the page that the form stands on, wherever that is mounted: the form's own address, without what is behind its question mark. */
const back = (): Response => new Response(null, { status: 303, headers: { ...PRIVATE, location: '?' } })

function refused(refusal: Refusal): Response {
  if (!('redirectTo' in refusal)) return Response.json(refusal.body, refusal)
  return new Response(null, { status: 303, headers: { ...PRIVATE, location: refusal.redirectTo } })
}
