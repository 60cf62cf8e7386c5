import { randomBytes } from './bytes.ts'
import type { Context } from './context.ts'
import { decodeBody, encodeBody } from './data.ts'
import { endOthers } from './ending.ts'
import { LoginRefusedError, SessionEndedError, SessionLimitError, StoreError } from './errors.ts'
import type { ClientFacts } from './events.ts'
import { newId, newRevision } from './id.ts'
import { type Policy, WEB } from './policy.ts'
import { newRecord } from './record.ts'
import { proved } from './rekeying.ts'
import type { AuthenticationFacts, LoginOptions } from './session.ts'
import { headFor, refuseSuperseded, type Slot, sendClearing, sendToken } from './slot.ts'
import { type CreateOptions, type CreateOutcome, refOf, type SessionRecord } from './store.ts'
import { mintToken, secretHashOf, type Token } from './token.ts'
import { firstAuth } from './transitions.ts'
import type { Loaded } from './verdict.ts'

/** `session.login`: a new record in the user's partition, which supersedes whatever session the request had. */
export async function logIn<Data extends object>(
  slot: Slot<Data>,
  userId: string,
  options: LoginOptions<Data>,
): Promise<void> {
  refuseSuperseded(slot)
  const { context, client, cookies, loaded: before } = slot
  const policy = policyFor(context, options.group ?? WEB, 'cookie')
  const head = headFor(slot, 'login')
  if (options.endOthers === true) await endOthers(slot, userId, null, 'credentials-changed')

  const carried = (record: SessionRecord | null): object =>
    record?.userId === null && options.carry !== undefined
      ? context.check(
          options.carry(context.check(decodeBody(record).data, 'of the guest')),
          'that carry() made',
        )
      : {}
  const made = await createFor(context, userId, policy, {
    facts: options,
    client,
    data: carried(before?.record ?? null),
    authenticatedAt: options.authenticatedAt ?? slot.authenticatedAt,
    evict: options.evict ?? [],
    supersedes: before?.record.id,
  })
  const { now, token, superseded } = made
  let { loaded } = made
  // The guest went on writing after this request read it: what it wrote since comes along, before anybody has the new token (P6).
  if (
    superseded !== null &&
    superseded.revision !== before?.record.revision &&
    superseded.userId === null &&
    options.carry
  ) {
    loaded = await rewriteData(context, loaded, carried(superseded))
  }
  const guestCookie = slot.place === 'guest-cookie'
  Object.assign(slot, { state: 'user', place: 'session-cookie', loaded, policy, endedBecause: null })
  sendToken(head, cookies.session, token, loaded.record.absoluteExpiresAt - now, 'login')
  if (guestCookie) sendClearing(head, cookies.guest)
}

export interface Creation {
  readonly facts: AuthenticationFacts
  readonly client: ClientFacts
  readonly data: object
  readonly authenticatedAt: number
  readonly evict: readonly string[]
  readonly supersedes: string | undefined
}

export interface Created {
  readonly now: number
  readonly token: Token
  readonly loaded: Loaded
  readonly superseded: SessionRecord | null
}

/** Creates a user's session within its limit (P7), and tells of everything that ended by it. */
export async function createFor<Data extends object>(
  context: Context<Data>,
  userId: string,
  policy: Policy,
  { facts, client, data, authenticatedAt, evict, supersedes }: Creation,
): Promise<Created> {
  checkUserId(userId)
  const limit = await policy.limitOf(userId)
  const now = context.now()
  const { partition } = context.ownerOf(userId)
  const proofKey = randomBytes(32)
  const token = mintToken(newId(partition), 0, proofKey)
  const state = firstAuth(now, secretHashOf(token), proofKey, proved(facts, now))
  const record = newRecord({ id: token.id, userId, state, client, data }, now, policy, context.endedRetention)
  const about = { at: now, ref: refOf(record), client }
  if (now - authenticatedAt > context.loginTimeout) {
    context.emit({ ...about, type: 'login-refused' })
    throw new LoginRefusedError()
  }
  const options: CreateOptions = {
    // A moment still to come would slip past every end-all until then.
    authenticatedAt: Math.min(authenticatedAt, now),
    evictedAs: context.ending('evicted', now, record.id),
    ...(limit && { limit }),
    ...(evict.length > 0 && { evict }),
    ...(supersedes !== undefined && {
      supersedes,
      supersededAs: context.ending('signed-in-again', now, record.id),
    }),
  }
  const answer = await context.store.create(record, now, options)
  if (answer.outcome === 'limited') {
    context.emit({ ...about, type: 'login-limited', active: answer.active.length })
    throw new SessionLimitError(answer.active)
  }
  if (answer.outcome === 'refused') {
    context.emit({ ...about, type: 'login-refused' })
    throw new LoginRefusedError()
  }
  if (answer.outcome === 'duplicate')
    throw new StoreError('create', 'a fresh random id is taken; the store answers for another record.')
  tellCreated(context, answer, about)
  return { now, token, loaded: { record, state }, superseded: answer.superseded }
}

function tellCreated<Data extends object>(
  context: Context<Data>,
  { evicted, superseded, mark }: CreateOutcome & { outcome: 'created' },
  about: { at: number; ref: ReturnType<typeof refOf>; client: ClientFacts },
): void {
  const { at, client, ref } = about
  for (const gone of evicted)
    context.emit({ type: 'session-ended', at, client, ref: gone, reason: 'evicted', by: ref.id })
  if (superseded !== null) {
    context.emit({
      type: 'session-ended',
      at,
      client,
      ref: refOf(superseded),
      reason: 'signed-in-again',
      by: ref.id,
    })
  }
  context.emit({ ...about, type: 'session-created', ...(mark !== null && { mark }) })
}

/** Nobody holds the new token yet, so nobody but an end can come between. */
async function rewriteData<Data extends object>(
  context: Context<Data>,
  { record, state }: Loaded,
  data: object,
): Promise<Loaded> {
  const next = {
    ...record,
    body: encodeBody({ client: decodeBody(record).client, data }),
    revision: newRevision(),
  }
  const answer = await context.store.replace(next, record.revision, context.now())
  if (answer.outcome === 'replaced') return { record: next, state }
  const current = answer.outcome === 'conflict' ? answer.current : null
  if (current?.revision === next.revision && current.ended === null) return { record: next, state }
  throw new SessionEndedError(current?.ended?.reason ?? null)
}

export function policyFor<Data extends object>(
  context: Context<Data>,
  group: string,
  carrier: Policy['carrier'],
): Policy {
  const policy = context.policies.get(group)
  if (policy !== undefined && policy.carrier === carrier && policy !== context.guestPolicy) return policy
  const known = [...context.policies.values()]
    .filter((p) => p.carrier === carrier && p !== context.guestPolicy)
    .map((p) => p.group)
  throw new TypeError(
    `There is no group "${group}" with carrier '${carrier}'. ${known.length > 0 ? `There is: ${known.join(', ')}.` : 'Add one to the option groups.'}`,
  )
}

export function checkUserId(userId: string): void {
  if (typeof userId === 'string' && userId.length > 0 && userId.length <= 512 && userId.isWellFormed()) return
  throw new TypeError('A user id is a well-formed string of 1 to 512 characters. Pass numbers as String(id).')
}
