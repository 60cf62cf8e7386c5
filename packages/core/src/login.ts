import type { Context } from './context.ts'
import { createFor, policyFor } from './creation.ts'
import { type DataText, decodeBody, encodeBody } from './data.ts'
import { endOthers } from './ending.ts'
import { LoginRefusedError, SessionEndedError, SessionLimitError } from './errors.ts'
import { newRevision } from './id.ts'
import { sendTicket, ticketOf } from './limit-ticket.ts'
import { WEB } from './policy.ts'
import type { CompleteLoginOptions, LoginOptions } from './session.ts'
import { watchSignIn } from './sign-ins.ts'
import { headFor, refuseSuperseded, type Slot, sendClearing, sendToken } from './slot.ts'
import type { SessionRecord } from './store.ts'
import type { Loaded } from './verdict.ts'

/** `session.login`: a new record in the user's partition, which supersedes whatever session the request had. */
export async function logIn<Data extends object>(
  slot: Slot<Data>,
  userId: string,
  options: LoginOptions<Data>,
  id?: string,
): Promise<void> {
  refuseSuperseded(slot)
  if (slot.csrf !== null) await slot.csrf.pass()
  const { context, client, cookies, loaded: before } = slot
  const policy = policyFor(context, options.group ?? WEB, 'cookie')
  const head = headFor(slot, 'login')
  const { carry, endOthers: endsOthers = false } = options
  const own = slot.endedOthers?.userId === userId ? slot.endedOthers : undefined
  const carried = (record: SessionRecord | null): DataText =>
    record?.userId === null && carry !== undefined
      ? context.data.write(
          carry(context.data.read(decodeBody(record).data, 'of the guest')),
          'that carry() made',
        )
      : '{}'
  const made = await createFor(context, userId, policy, {
    facts: options,
    client,
    data: carried(before?.record ?? null),
    authenticatedAt: options.authenticatedAt ?? slot.openedAt,
    evict: options.evict ?? [],
    id,
    supersedes: before?.record.id,
    own,
    endsOthers,
  }).catch((error) => {
    if (error instanceof SessionLimitError && error.asks && id === undefined)
      sendTicket(slot, userId, policy.group, options)
    throw error
  })
  const { now, token, superseded } = made
  let { loaded } = made
  // The guest went on writing after this request read it: what it wrote since comes along, before anybody has the new token (P6).
  if (
    superseded !== null &&
    superseded.revision !== before?.record.revision &&
    superseded.userId === null &&
    carry
  ) {
    loaded = await rewriteData(context, loaded, carried(superseded))
  }
  // The new session comes first: it is refused where somebody else has ended all of them since the proof of identity began.
  if (endsOthers) await endOthers(slot, userId, loaded.record.id, 'credentials-changed')
  const guestCookie = slot.place === 'guest-cookie'
  Object.assign(slot, {
    state: 'user',
    place: 'session-cookie',
    loaded,
    policy,
    endedBecause: null,
    guestMovedOn: false,
    token,
  })
  await watchSignIn(slot, userId, loaded.record)
  sendToken(head, cookies.session, token, loaded.record.absoluteExpiresAt - now, 'login')
  if (guestCookie) sendClearing(head, cookies.guest)
}

/** `session.completeLogin`: the login that a ticket stands for, with the sessions that the person chose to end. */
export async function completeLogin<Data extends object>(
  slot: Slot<Data>,
  { evict, carry }: CompleteLoginOptions<Data>,
): Promise<void> {
  refuseSuperseded(slot)
  if (slot.csrf !== null) await slot.csrf.pass()
  const head = headFor(slot, 'completeLogin')
  const ticket = ticketOf(slot)
  if (ticket === null) throw new LoginRefusedError('no-ticket')
  const { id, userId, ...options } = ticket
  await logIn(slot, userId, { ...options, evict, ...(carry && { carry }) }, id)
  sendClearing(head, slot.cookies.limit)
}

/** Nobody holds the new token yet, so nobody but an end can come between. */
async function rewriteData<Data extends object>(
  context: Context<Data>,
  { record, state }: Loaded,
  data: DataText,
): Promise<Loaded> {
  const next = {
    ...record,
    body: encodeBody(decodeBody(record).client, data),
    revision: newRevision(),
  }
  const answer = await context.store.replace(next, record.revision, context.now())
  if (answer.outcome === 'replaced') return { record: next, state }
  const current = answer.outcome === 'conflict' ? answer.current : null
  if (current?.revision === next.revision && current.ended === null) return { record: next, state }
  throw new SessionEndedError(current?.ended?.reason ?? null)
}
