import { decodeAuth } from './auth-state.ts'
import type { Context } from './context.ts'
import { decide } from './decide.ts'
import { ContentionError } from './errors.ts'
import type { ClientFacts, SessEvent } from './events.ts'
import { GUEST, type Policy } from './policy.ts'
import { isTouchDue, seen, withState } from './record.ts'
import { type EndReason, isLive, refOf, type SessionRecord } from './store.ts'
import { secretHashOf, sibling, type Token } from './token.ts'
import { type Delivery, judge, judgeAgain, type Loaded, type Rules, type Verdict } from './verdict.ts'

/** Where a token was found. It counts only where its group's tokens belong. */
export type Place = 'session-cookie' | 'guest-cookie' | 'bearer' | 'token-endpoint'

/** What the place where a token was found says about it. */
export interface Opening {
  /** Whether the token may be used by whoever presents it; if not, it is unknown there. Default: it may. */
  readonly accepts?: (record: SessionRecord) => boolean
  /** Whether this is the activity of a person. Default: it is. */
  readonly isActivity?: boolean
}

export type Opened =
  | {
      readonly kind: 'served'
      readonly loaded: Loaded
      readonly policy: Policy
      readonly handOut: Token | null
    }
  | { readonly kind: 'superseded'; readonly loaded: Loaded; readonly policy: Policy }
  /** No session: with the reason and the time, when the token was authentic and the session is over. */
  | { readonly kind: 'none'; readonly reason: EndReason | null; readonly at: number }

const NONE: Opened = { kind: 'none', reason: null, at: 0 }

/** How often one request starts over because others changed the record meanwhile. */
export const MAX_ATTEMPTS = 256

/**
 * Opens the session of a presented token: one read; a write only where something is due (a confirmation, a renewal, a further
 * round, a catching up, activity). After a conflict the same token is judged again on the record that won.
 */
export async function openToken<Data extends object>(
  context: Context<Data>,
  token: Token,
  place: Place,
  delivery: Delivery,
  client: ClientFacts,
  { accepts = () => true, isActivity = true }: Opening = {},
): Promise<Opened> {
  const { store } = context
  const reading = store.read(token.id)
  // Worked out while the store is at it.
  secretHashOf(token)
  let record = await reading
  let judgement = judge
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const policy = record && policyAt(context, record, place)
    if (!record || !policy || !accepts(record)) return NONE
    const now = context.now()
    const loaded = load(context, token.id, record, now)
    if (loaded === null) return NONE
    const { renewalInterval, overlap } = policy
    const rules: Rules = { renewalInterval, overlap, issuedBefore: context.issuedBefore() }
    const verdict = judgement(token, loaded, now, rules, delivery)
    const { serve, next, deliver, ends } = decide(verdict, token, loaded.state, now)

    if (ends !== null) {
      if (await endJudged(context, token, loaded, ends, now, client))
        return { kind: 'none', reason: ends, at: now }
      // Somebody changed it meanwhile. No handler has run for this request, so it is judged as if it came just now.
      record = await store.read(token.id)
      judgement = judge
      continue
    }
    if (verdict.kind === 'superseded') return { kind: 'superseded', loaded, policy }
    if (verdict.kind === 'ended') return { kind: 'none', ...verdict.ending }
    if (!serve) return NONE

    const changed = next === null ? record : withState(record, next)
    const written =
      isActivity && isTouchDue(record, now, policy)
        ? seen(changed, now, policy, context.endedRetention)
        : changed
    if (written !== record) {
      const answer = await store.replace(written, record.revision, now)
      if (answer.outcome === 'missing') return NONE
      if (answer.outcome === 'conflict' && answer.current.revision !== written.revision) {
        record = answer.current
        judgement = judgeAgain
        continue
      }
    }
    const state = next ?? loaded.state
    const opened: Loaded = { record: written, state }
    if (verdict.kind !== 'current' || deliver !== null) tell(context, verdict, opened, deliver, now, client)
    else if (loaded.proof === undefined)
      context.proofs.set(token.id, { auth: written.auth, state, proof: token.proof })
    return {
      kind: 'served',
      loaded: opened,
      policy,
      handOut: deliver === null ? null : sibling(token, deliver, state.proofKey),
    }
  }
  throw new ContentionError(MAX_ATTEMPTS)
}

/** A record that this version cannot read is an error while it lives; once it is over it hinders nobody. */
function load<Data extends object>(
  { proofs }: Context<Data>,
  id: string,
  record: SessionRecord,
  now: number,
): Loaded | null {
  const known = proofs.get(id, record.auth)
  if (known !== undefined) return { record, state: known.state, proof: known.proof }
  try {
    return { record, state: decodeAuth(record) }
  } catch (error) {
    if (isLive(record, now)) throw error
    return null
  }
}

const CARRIERS: Readonly<Record<Place, Policy['carrier']>> = {
  'session-cookie': 'cookie',
  'guest-cookie': 'cookie',
  bearer: 'bearer',
  'token-endpoint': 'token-endpoint',
}

/** The policy of the record's group, if its tokens may come from this place. */
function policyAt<Data extends object>(
  context: Context<Data>,
  record: SessionRecord,
  place: Place,
): Policy | null {
  const isGuest = record.userId === null
  if (isGuest !== (place === 'guest-cookie') || isGuest !== (record.group === GUEST)) return null
  const policy = context.policies.get(record.group)
  if (policy === undefined) return null
  return policy.carrier === CARRIERS[place] ? policy : null
}

async function endJudged<Data extends object>(
  context: Context<Data>,
  token: Token,
  { record, state }: Loaded,
  reason: EndReason,
  now: number,
  client: ClientFacts,
): Promise<boolean> {
  const ref = await context.store.end(record.id, context.ending(reason, now), now, {
    ifRevision: record.revision,
  })
  if (ref === null) return false
  if (reason === 'token-reused') {
    const { generation } = state
    context.emit({
      type: 'token-reused',
      at: now,
      ref,
      client,
      presentedGeneration: token.generation,
      generation,
    })
  }
  context.emit({ type: 'session-ended', at: now, ref, client, reason })
  return true
}

function tell<Data extends object>(
  context: Context<Data>,
  verdict: Verdict,
  { record, state }: Loaded,
  deliver: number | null,
  at: number,
  client: ClientFacts,
): void {
  const { generation, reissues } = state
  const about = { at, ref: refOf(record), client, generation }
  const event: SessEvent | null =
    verdict.kind === 'current' && deliver !== null
      ? { ...about, type: 'session-renewed' }
      : verdict.kind === 'trailing' && deliver !== null
        ? { ...about, type: 'session-reissued', round: reissues }
        : verdict.kind === 'ahead' && verdict.advances
          ? { ...about, type: 'session-advanced' }
          : null
  if (event !== null) context.emit(event)
}
