import { randomBytes, toBase64url } from './bytes.ts'
import type { Context } from './context.ts'
import { cookieValues, setCookie } from './cookie.ts'
import { CSRF_HEADER } from './csrf-names.ts'
import { judgeSource, type RequestSource } from './csrf-source.ts'
import { csrfMacOf, isMacOf, mask, unmask, visitorMac } from './csrf-token.ts'
import { CsrfError, HeadersSentError } from './errors.ts'
import { putCookie, refuseSuperseded, type Slot } from './slot.ts'
import { refOf } from './store.ts'

/** How long a visitor without a session may take from a page to its form: the life of the cookie that the token is bound to. */
const VISIT = 86_400_000
const NONCE = /^[\w-]{24}$/

/** The check of one request whose headers do not show it to be ours. */
export class CsrfCheck<Data extends object> {
  readonly #slot: Slot<Data>
  readonly #source: RequestSource
  #passed = false

  constructor(slot: Slot<Data>, source: RequestSource) {
    this.#slot = slot
    this.#source = source
  }

  /** Rejects with `CsrfError` unless the request is ours; while the app only wants reports, it says so once and lets it pass. */
  async pass(): Promise<void> {
    const { context, client, loaded, policy, carrier } = this.#slot
    if (this.#passed) return
    const why = this.#source === 'foreign' ? 'cross-site' : await this.#tokenFault()
    if (why !== null) {
      const { enforce } = context.csrf
      const ref = loaded === null ? { id: '', userId: null, group: policy.group } : refOf(loaded.record)
      const origin = carrier.header('origin')?.slice(0, 256) ?? null
      context.emit({ type: 'csrf-refused', at: context.now(), ref, client, why, origin, enforced: enforce })
      if (enforce) throw new CsrfError(why)
    }
    this.#passed = true
  }

  async #tokenFault(): Promise<'no-token' | 'wrong-token' | null> {
    const { carrier, context, token, cookies, place } = this.#slot
    const given = carrier.header(CSRF_HEADER) ?? (await carrier.formToken?.())
    if (given === undefined || given === '') return 'no-token'
    const mac = unmask(given)
    if (mac === null) return 'wrong-token'
    if (place !== null) return token !== null && isMacOf(mac, token) ? null : 'wrong-token'
    const nonces = cookieValues(carrier.header('cookie'), cookies.csrf.name).filter((one) => NONCE.test(one))
    return nonces.some((nonce) => context.signer.isMac('csrf', nonce, mac)) ? null : 'wrong-token'
  }
}

/**
 * Judges a request whose session has just been opened: one that a cookie carries has to be ours; of one without a session nothing
 * is asked yet, for nothing can be done with it but to make one. `null`: there is nothing to check any more. A session that was
 * opened from a bearer token is exempt, for no browser adds that by itself.
 */
export async function checkOpened<Data extends object>(slot: Slot<Data>): Promise<CsrfCheck<Data> | null> {
  if (slot.place === 'bearer') return null
  const source = sourceOf(slot.context, slot.carrier)
  if (source === 'safe' || source === 'own' || slot.context.csrf.isExempt(slot.carrier)) return null
  const check = new CsrfCheck(slot, source)
  if (slot.place !== null) await check.pass()
  return check
}

function sourceOf<Data extends object>(
  { csrf }: Context<Data>,
  carrier: Slot<Data>['carrier'],
): RequestSource {
  const { method, secure } = carrier
  const header = (name: string) => carrier.header(name)
  const [upgrade, secFetchSite, origin, host] = ['upgrade', 'sec-fetch-site', 'origin', 'host'].map(header)
  return judgeSource({ method, secure, upgrade, secFetchSite, origin, host }, csrf.trustedOrigins)
}

/** `csrfToken()`: of the session, or of a visitor, whose browser gets a cookie to bind it to. `null` where no cookie can be set. */
export function csrfTokenOf<Data extends object>(slot: Slot<Data>): string | null {
  refuseSuperseded(slot)
  const { context, carrier, cookies, token, loaded } = slot
  if (loaded !== null && token !== null) return mask(csrfMacOf(token))
  const present = cookieValues(carrier.header('cookie'), cookies.csrf.name).find((one) => NONCE.test(one))
  if (present !== undefined) return mask(visitorMac(context.signer, present))
  const head = carrier.response
  if (head === undefined) return null
  if (head.sent) throw new HeadersSentError('csrfToken')
  const nonce = toBase64url(randomBytes(18))
  const made = mask(visitorMac(context.signer, nonce))
  putCookie(head, cookies.csrf.name, setCookie(cookies.csrf, nonce, VISIT))
  return made
}
