import { randomBytes } from './bytes.ts'
import { checkIds, checkMoment, checkUserId } from './check-caller.ts'
import type { Context } from './context.ts'
import type { DataText } from './data.ts'
import { endOne, tellEnded } from './ending.ts'
import { LoginRefusedError, SessionLimitError, StoreError } from './errors.ts'
import type { ClientFacts } from './events.ts'
import type { Grant } from './grant.ts'
import { newId } from './id.ts'
import { bearMark } from './mark.ts'
import { GUEST, IMPERSONATION, type Policy } from './policy.ts'
import { newRecord } from './record.ts'
import { checkFacts, NOTHING_PROVED, proved } from './rekeying.ts'
import type { Actor } from './session.ts'
import { toInfo } from './session-info.ts'
import type { AuthenticationFacts } from './sign-in-options.ts'
import {
  type CreateOptions,
  type CreateOutcome,
  type Ending,
  type Ref,
  refOf,
  type SessionRecord,
} from './store.ts'
import { mintToken, secretHashOf, type Token } from './token.ts'
import { firstAuth } from './transitions.ts'
import { giveUp } from './unsent.ts'
import type { Loaded } from './verdict.ts'

export interface Creation {
  readonly facts: AuthenticationFacts
  readonly client: ClientFacts
  readonly data: DataText
  /** Of an API client. */
  readonly grant?: Grant | undefined
  /** Who acts in it, if it is not the user: then nobody has proved to be the user. */
  readonly actor?: Actor | undefined
  /** When the proof of identity began. */
  readonly authenticatedAt: number
  readonly evict: readonly string[]
  /** Of the session to be, where a ticket names it. Default: a new one. */
  readonly id?: string | undefined
  readonly supersedes: string | undefined
  /** An end-all of this user by the same request. */
  readonly own?: OwnEndAll | undefined
  /** Whether all other sessions end next: then none of them stands in the way, and whom the limit ends is one of them. */
  readonly endsOthers?: boolean
}

/**
 * An end-all of the request that logs in: it must not refuse this login, which counts from then on. Others may have ended all just
 * before; but then they have ended the session that it spared, too.
 */
export interface OwnEndAll {
  readonly at: number
  readonly spared: string
}

export interface Created {
  readonly now: number
  readonly token: Token
  readonly loaded: Loaded
  readonly superseded: SessionRecord | null
}

/** Creates a user's session within its limit (P7), and tells of everything that ended by it. Mistakes of the caller come before any command. */
export async function createFor<Data extends object>(
  context: Context<Data>,
  userId: string,
  policy: Policy,
  creation: Creation,
): Promise<Created> {
  const { facts, client, data, supersedes, own, endsOthers } = creation
  checkUserId(userId)
  checkFacts(facts)
  checkMoment(creation.authenticatedAt)
  checkIds(creation.evict)
  const limit = await policy.limitOf(userId)
  const id = creation.id ?? newId(context.ownerOf(userId).partition)
  const ref: Ref = { id, userId, group: policy.group }
  if (context.now() - creation.authenticatedAt > context.loginTimeout)
    throw refused(context, 'too-old', ref, client)

  const now = context.now()
  const proofKey = randomBytes(32)
  const token = mintToken(ref.id, 0, proofKey)
  const { actor } = creation
  const authentication =
    actor === undefined ? proved(facts, now) : { ...NOTHING_PROVED, authTime: null, actor }
  const state = firstAuth(now, secretHashOf(token), proofKey, authentication)
  const record = newRecord(
    { id: ref.id, userId, state, client, data, grant: creation.grant },
    now,
    policy,
    context.endedRetention,
  )
  const evictedAs = context.ending(endsOthers ? 'credentials-changed' : 'evicted', now, ref.id)
  const evict = own && own.spared !== supersedes ? [...creation.evict, own.spared] : creation.evict
  const options: CreateOptions = {
    // A moment still to come would slip past every end-all until then. That of our own is none, though the clock may be set back.
    authenticatedAt: Math.max(Math.min(creation.authenticatedAt, now), own?.at ?? 0),
    evictedAs,
    ...(limit && {
      limit: { max: limit.max, overflow: endsOthers ? 'evict-oldest' : limit.overflow },
    }),
    ...(evict.length > 0 && { evict }),
    ...(supersedes !== undefined && {
      supersedes,
      supersededAs: context.ending('signed-in-again', now, ref.id),
    }),
  }
  let answer = await context.store.create(record, now, options)
  if (answer.outcome === 'limited' && (await endMarked(context, answer.active, now)))
    answer = await context.store.create(record, now, options)
  if (answer.outcome === 'limited') {
    context.emit({ type: 'login-limited', at: now, ref, client, active: answer.active.length })
    const active = answer.active.map((record) => toInfo(record, null, now))
    throw new SessionLimitError(active, limit?.asks && policy.carrier === 'cookie')
  }
  if (answer.outcome === 'refused') throw refused(context, 'ended-since', ref, client)
  if (answer.outcome === 'duplicate' && creation.id !== undefined)
    throw refused(context, 'no-ticket', ref, client)
  if (answer.outcome === 'duplicate')
    throw new StoreError('create', 'a fresh random id is taken; the store answers for another record.')
  tellCreated(context, answer, evictedAs, { ref: refOf(record), client })
  const { superseded, evicted } = answer
  if (own && superseded?.id !== own.spared && !evicted.some(({ id }) => id === own.spared)) {
    await giveUp(context, ref.id)
    throw refused(context, 'ended-since', ref, client)
  }
  const loaded: Loaded = { record, state }
  if (answer.mark === null) return { now, token, loaded, superseded }
  if (policy.carrier === 'cookie' && actor === undefined)
    return { now, token, loaded: await bearMark(context, loaded, answer.mark), superseded }
  // Where there is no page, nobody could step up; and nobody steps up for another.
  await giveUp(context, ref.id)
  throw refused(context, 'marked', ref, client)
}

/** Ends those that `issuedBefore` is the end of, which the store knows nothing of: they keep nobody out. Whether there were any. */
async function endMarked<Data extends object>(
  context: Context<Data>,
  active: readonly SessionRecord[],
  now: number,
): Promise<boolean> {
  const mark = context.issuedBefore()
  const marked = active.filter((record) => record.createdAt < mark)
  for (const { id } of marked) await endOne(context, id, context.ending('issued-before-mark', now))
  return marked.length > 0
}

function refused<Data extends object>(
  context: Context<Data>,
  why: LoginRefusedError['why'],
  ref: Ref,
  client: ClientFacts,
): LoginRefusedError {
  context.emit({ type: 'login-refused', at: context.now(), ref, client })
  return new LoginRefusedError(why)
}

function tellCreated<Data extends object>(
  context: Context<Data>,
  { evicted, superseded, mark }: CreateOutcome & { outcome: 'created' },
  evictedAs: Ending,
  from: { readonly ref: Ref; readonly client: ClientFacts },
): void {
  tellEnded(context, evicted, evictedAs, from)
  const about = { ...from, at: evictedAs.at }
  const by = from.ref.id
  if (superseded !== null)
    context.emit({ ...about, type: 'session-ended', ref: refOf(superseded), reason: 'signed-in-again', by })
  context.emit({ ...about, type: 'session-created', ...(mark !== null && { mark }) })
}

/** The rules of a group that takes this carrier; a `TypeError` that names those there are. */
export function policyFor<Data extends object>(
  context: Context<Data>,
  group: string,
  carrier: Policy['carrier'],
): Policy {
  const suitable = [...context.policies.values()].filter(
    ({ group, carrier: own }) => own === carrier && group !== GUEST && group !== IMPERSONATION,
  )
  const policy = suitable.find((policy) => policy.group === group)
  if (policy !== undefined) return policy
  const known = suitable.map((policy) => policy.group).join(', ')
  throw new TypeError(
    `There is no group "${group}" with carrier '${carrier}'. ${known === '' ? 'Add one to the option groups.' : `There is: ${known}.`}`,
  )
}
