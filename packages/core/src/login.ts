import type { Context } from './context.ts'
import { createFor, policyFor } from './creation.ts'
import { type DataText, decodeBody, encodeBody } from './data.ts'
import { endOthers } from './ending.ts'
import {
  InvalidDataError,
  LoginRefusedError,
  RecordFormatError,
  SessionEndedError,
  SessionLimitError,
  SupersededError,
} from './errors.ts'
import { newRevision } from './id.ts'
import { sendTicket, ticketOf } from './limit-ticket.ts'
import { WEB } from './policy.ts'
import type { CompleteLoginOptions, LoginOptions } from './sign-in-options.ts'
import { watchSignIn } from './sign-ins.ts'
import { headFor, refuseSuperseded, type Slot, sendClearing, sendToken } from './slot.ts'
import { refOf, type SessionRecord } from './store.ts'
import { giveUp, refuseUnsent } from './unsent.ts'
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
  const carried = (record: SessionRecord | null): DataText => {
    const guest = record?.userId === null && carry !== undefined ? readGuest(slot, record) : null
    return guest === null || carry === undefined
      ? '{}'
      : context.data.write(carry(guest), 'that carry() made')
  }
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
  const guest = before?.record
  if (carry && guest?.userId === null && superseded?.revision !== guest.revision) {
    if (superseded !== null) loaded = await rewriteData(context, loaded, carried(superseded))
    else if (!(await isTakenAsRead(context, guest, loaded))) loaded = await rewriteData(context, loaded, '{}')
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
  await refuseUnsent(slot, head, loaded.record.id, 'login')
  sendToken(head, cookies.session, token, loaded.record.absoluteExpiresAt - now, 'login')
  if (guestCookie) sendClearing(head, cookies.guest)
}

/** What cannot be read is no reason to keep anybody out: nothing is carried then, and an event says so. */
function readGuest<Data extends object>({ context, client }: Slot<Data>, record: SessionRecord): Data | null {
  try {
    return context.data.read(decodeBody(record).data, 'of the guest')
  } catch (error) {
    if (!(error instanceof InvalidDataError || error instanceof RecordFormatError)) throw error
    context.emit({ type: 'carry-skipped', at: context.now(), ref: refOf(record), client, error })
    return null
  }
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

/**
 * Another login has taken the guest over first. `true` if it took what this request has read, too; `false` if the guest ended
 * otherwise, and its data with it. If the guest had written in between, that is in the other's session alone: this login gives way, so
 * that the browser keeps that one.
 */
async function isTakenAsRead<Data extends object>(
  context: Context<Data>,
  guest: SessionRecord,
  { record }: Loaded,
): Promise<boolean> {
  const over = await context.store.read(guest.id)
  if (over?.ended?.reason !== 'signed-in-again') return false
  if (over.revision === guest.revision) return true
  await giveUp(context, record.id)
  throw new SupersededError()
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
