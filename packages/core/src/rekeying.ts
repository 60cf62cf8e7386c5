import { refuseActor } from './actor.ts'
import type { AuthState } from './auth-state.ts'
import { changeRecord } from './change.ts'
import { milliseconds } from './duration.ts'
import { NotAuthenticatedError } from './errors.ts'
import { liftsMark } from './mark.ts'
import type { Policy } from './policy.ts'
import { withState } from './record.ts'
import type { AuthenticationFacts } from './sign-in-options.ts'
import { headFor, refuseSuperseded, type Slot, sendToken } from './slot.ts'
import { refOf, type SessionRecord } from './store.ts'
import { mintToken, secretHashOf, type Token } from './token.ts'
import { rekey } from './transitions.ts'
import type { Loaded } from './verdict.ts'

const WHY = {
  reauthenticate: 'reauthenticated',
  regenerate: 'regenerated',
  credentialsChanged: 'credentials-changed',
} as const

/** Gives the session a new key, and hands it out: the old one is dead from the moment this is written (P2). */
export async function rekeySession<Data extends object>(
  slot: Slot<Data>,
  method: keyof typeof WHY,
  facts?: AuthenticationFacts,
): Promise<void> {
  const { context, policy, cookies, client } = slot
  const loaded = signedIn(slot, method)
  const head = headFor(slot, method)
  if (facts !== undefined) checkFacts(facts)
  const mark = facts !== undefined && liftsMark(facts) ? loaded.state.mark : undefined
  let token: Token | undefined
  let at = 0
  await changeRecord(
    slot,
    loaded,
    (current, now) => {
      const made = withNewKey(current, now, policy, facts)
      at = now
      token = made.token
      return made.next
    },
    { publish: 'rekeyed', ...(mark !== undefined && { clearMark: mark }) },
  )
  if (token === undefined || slot.loaded === null) return
  slot.token = token
  const { record } = slot.loaded
  context.emit({ type: 'session-rekeyed', at, ref: refOf(record), client, why: WHY[method] })
  sendToken(head, cookies.session, token, record.absoluteExpiresAt - at, method)
}

/** The record under a fresh key, and the token of it; `facts`: how identity was proved again, if it was. */
export function withNewKey(
  { record, state }: Loaded,
  now: number,
  { overlap }: Pick<Policy, 'overlap'>,
  facts: AuthenticationFacts | undefined,
): { readonly next: SessionRecord; readonly token: Token } {
  const token = mintToken(record.id, state.generation + 1, state.proofKey)
  const rekeyed = rekey(state, now, secretHashOf(token), overlap)
  if (facts === undefined) return { next: withState(record, rekeyed), token }
  const { mark, ...unmarked } = { ...rekeyed, ...proved(facts, now, state) }
  const keeps = mark !== undefined && !liftsMark(facts)
  return { next: withState(record, keeps ? { ...unmarked, mark } : unmarked), token }
}

/** The loaded session of a signed-in user; the clear error otherwise. */
export function signedIn<Data extends object>(
  slot: Slot<Data>,
  method: string,
): NonNullable<Slot<Data>['loaded']> {
  refuseSuperseded(slot)
  if (slot.state !== 'user' || slot.loaded === null) throw new NotAuthenticatedError(method)
  if (method !== 'regenerate') refuseActor(slot, method)
  return slot.loaded
}

export const NOTHING_PROVED: Pick<AuthState, 'acr' | 'acrUntil' | 'acrBefore' | 'amr'> = {
  acr: null,
  acrUntil: null,
  acrBefore: null,
  amr: [],
}

/** Mistakes of the caller, found before anything is written. */
export function checkFacts({ amr, acr, acrFor }: AuthenticationFacts): void {
  if (amr !== undefined && !(Array.isArray(amr) && [...amr].every((method) => typeof method === 'string')))
    throw new TypeError("amr is a list of texts, for example ['pwd', 'otp'].")
  if (acr !== undefined && typeof acr !== 'string')
    throw new TypeError("acr is a text, for example 'aal2'. Pass numbers as String(acr).")
  if (acrFor === undefined) return
  if (acr === undefined) throw new TypeError('acrFor says how long an acr holds, but there is no acr.')
  milliseconds('acrFor', acrFor)
}

/** What a proof of identity at `now` says; what it leaves open stays as it was. An elevation lapses to what was there without it. */
export function proved(
  facts: AuthenticationFacts,
  now: number,
  before = NOTHING_PROVED,
): Pick<AuthState, 'authTime' | 'acr' | 'acrUntil' | 'acrBefore' | 'amr'> {
  const amr = [...(facts.amr ?? before.amr)]
  if (facts.acr === undefined)
    return { authTime: now, amr, acr: before.acr, acrUntil: before.acrUntil, acrBefore: before.acrBefore }
  const acrUntil = facts.acrFor === undefined ? null : now + milliseconds('acrFor', facts.acrFor)
  const acrBefore = acrUntil === null ? null : before.acrUntil === null ? before.acr : before.acrBefore
  return { authTime: now, amr, acr: facts.acr, acrUntil, acrBefore }
}
