import { endCompromised } from '../compromise.ts'
import type { Context } from '../context.ts'
import { milliseconds } from '../duration.ts'
import { ConfigError, StoreError } from '../errors.ts'
import type { SessEvent } from '../events.ts'
import type { Sessions } from '../facade.ts'
import { refuseUnknown } from '../known-options.ts'
import type { Duration } from '../options.ts'
import { PRIVATE } from '../page.ts'
import type { ReplayGuard } from '../ports.ts'
import { readText } from '../read-text.ts'
import { openLink, sealLink } from '../sealed-link.ts'
import { contextOf } from '../shared-context.ts'
import { isLive } from '../store.ts'
import { guardFor, useOnce } from '../used-once.ts'
import { type NotMePage, notMePage } from './not-me-page.ts'

export interface NotMeOptions {
  /** How long after the sign-in the link can be used. Default `'7d'`, at most `'30d'`: letters lie about for a while. */
  readonly for?: Duration
  /**
   * Draws the pages, in the app's own looks and language. The page that asks holds a form that POSTs the field `token` to where the
   * page itself came from. Default: plain pages in English.
   */
  readonly page?: (shown: NotMePage) => Response | Promise<Response>
}

/** What a `sign-in-unfamiliar` event says. */
export type UnfamiliarSignIn = Extract<SessEvent, { readonly type: 'sign-in-unfamiliar' }>

export interface NotMe {
  /**
   * A token for the link "this wasn't me" in the message about a sign-in: `https://app.example/not-me?token=…`. Made when it is asked
   * for, so that no event and no log holds it; encrypted, so that the link says nothing of whose it is. All tokens of one sign-in
   * count once together.
   */
  tokenFor(event: UnfamiliarSignIn): Promise<string>
  /**
   * The handler of that link, to be mounted under any path. GET asks, and changes nothing, so that a mail scanner's visit does no harm;
   * POST does what `sessions.compromised` does: all sessions of the user end, and the next sign-in has to step up. An old, a used and
   * a made-up token give one and the same answer (410). Store or guard down: 503, and the link can be used again.
   */
  handler(request: Request): Promise<Response>
}

type Link = readonly [id: string, userId: string, at: number, expiresAt: number, label: string]

const DAY = 86_400_000
/** How much later a used link is forgotten than it expires: clocks differ. */
const SLACK = 60_000
const MAX_FORM = 8 * 1024

/**
 * "This wasn't me": what people can do about a sign-in that was not theirs, without signing in. It needs the options `secrets`
 * (rotated by prepending: older links still open) and `replayGuard`; `ConfigError` without.
 *
 * ```ts
 * import { createSessions, type SessEvent } from '@sess/core'
 * import { notMe, unfamiliarSignIns } from '@sess/core/devices'
 * import { memoryDeviceLedger, memoryReplayGuard, memoryStore } from '@sess/core/memory'
 *
 * const sessions = createSessions({
 *   store: memoryStore(),
 *   signIns: unfamiliarSignIns({ ledger: memoryDeviceLedger() }),
 *   secrets: [process.env.SESS_SECRET ?? ''],
 *   replayGuard: memoryReplayGuard(),
 *   onEvent: (event) => void tell(event),
 * })
 * const wasNotMe = notMe(sessions) // mount wasNotMe.handler at /not-me
 *
 * async function tell(event: SessEvent): Promise<void> {
 *   if (event.type !== 'sign-in-unfamiliar') return
 *   const link = `https://app.example/not-me?token=${await wasNotMe.tokenFor(event)}`
 *   console.log(`To ${event.ref.userId}: somebody signed in with ${event.label}. Not you? ${link}`)
 * }
 * ```
 */
export function notMe<Data extends object>(sessions: Sessions<Data>, options: NotMeOptions = {}): NotMe {
  const context = contextOf(sessions)
  const { lifetime, draw } = rulesOf(options)
  // Both are needed, and asked for at start (P12).
  context.signer.keysOf('not-me')
  const guard = guardFor(context.replayGuard, 'a link that says "this wasn\'t me"')
  const report = async (request: Request): Promise<NotMePage> => {
    const { method, url } = request
    const isPost = method === 'POST'
    const token = isPost ? await tokenInForm(request) : new URL(url).searchParams.get('token')
    const link = await linkOf(context, token)
    if (link === null || token === null) return { kind: 'invalid' }
    const [, , at, , label] = link
    if (!isPost) return { kind: 'ask', token, at, label }
    return { kind: (await follow(context, guard, link)) ? 'done' : 'invalid' }
  }
  return {
    async tokenFor({ type, at, ref, label }) {
      if (type !== 'sign-in-unfamiliar' || ref.userId === null)
        throw new TypeError('A link is made for a sign-in-unfamiliar event.')
      const link: Link = [ref.id, ref.userId, at, at + lifetime, label]
      return sealLink(context.signer, 'not-me', link)
    },
    async handler(request) {
      if (!['GET', 'HEAD', 'POST'].includes(request.method))
        return new Response(null, { status: 405, headers: { ...PRIVATE, allow: 'GET, HEAD, POST' } })
      const shown = await report(request).catch((error: unknown): NotMePage => {
        if (!(error instanceof StoreError)) throw error
        return { kind: 'unavailable' }
      })
      return draw(shown)
    },
  }
}

function rulesOf(options: NotMeOptions) {
  refuseUnknown('notMe.', options, ['for', 'page'])
  const { page: draw = notMePage } = options
  if (typeof draw !== 'function') throw new ConfigError('notMe.page', 'it is no function.', 'Leave it out.')
  const lifetime = milliseconds('notMe.for', options.for ?? '7d')
  if (lifetime > 30 * DAY)
    throw new ConfigError('notMe.for', 'a letter is not secret for so long.', "Use at most '30d'.")
  return { lifetime, draw }
}

async function tokenInForm(request: Request): Promise<string | null> {
  return new URLSearchParams((await readText(request, MAX_FORM)) ?? '').get('token')
}

async function linkOf<Data extends object>({ signer, now }: Context<Data>, token: string | null) {
  const link = (await openLink(signer, 'not-me', token)) as Link | null
  return link !== null && now() < link[3] ? link : null
}

/** Once. What failed half-way, with the link used and the session still alive, is done at the next try. */
async function follow<Data extends object>(
  context: Context<Data>,
  guard: ReplayGuard,
  [id, userId, , expiresAt]: Link,
): Promise<boolean> {
  if (!(await useOnce(guard, `sess/not-me/${id}`, expiresAt + SLACK))) {
    const record = await context.store.read(id)
    if (record === null || !isLive(record, context.now())) return false
  }
  await endCompromised(context, { userId }, { evidence: `the link about sign-in ${id} was followed` })
  return true
}
