import { refuseActor } from './actor.ts'
import { readAgain, stillServed } from './change.ts'
import type { Context } from './context.ts'
import { cookieValues } from './cookie.ts'
import { rekeySession, signedIn } from './rekeying.ts'
import { liveOf } from './session-info.ts'
import { headFor, refuseSuperseded, type Slot, sendClearing } from './slot.ts'
import { type Ending, type EndReason, partitionOf, type Ref, type SessionRecord } from './store.ts'
import type { Loaded } from './verdict.ts'

/** Everything that ends sessions on purpose. These always do, whatever the record is by then. */

/** `session.logout`: ends it first and clears the cookie then, so that a store outage leaves both as they were (P10). */
export async function logOut<Data extends object>(slot: Slot<Data>): Promise<void> {
  const { context, loaded, cookies, place, carrier } = slot
  if (loaded !== null) await endOne(context, loaded.record.id, context.ending('logout', context.now()), slot)
  Object.assign(slot, { state: 'none', place: null, loaded: null })
  const head = carrier.response
  if (head === undefined || head.sent || place === 'bearer') return
  const presented = carrier.header('cookie')
  for (const shape of [cookies.session, cookies.guest]) {
    const set = head.get('set-cookie').some((value) => value.startsWith(`${shape.name}=`))
    if (set || cookieValues(presented, shape.name).length > 0) sendClearing(head, shape)
  }
}

/** `session.credentialsChanged`: the others end first, so that a failure between the two can simply be repeated. */
export async function changeCredentials<Data extends object>(slot: Slot<Data>): Promise<void> {
  signedIn(slot, 'credentialsChanged')
  headFor(slot, 'credentialsChanged')
  await revokeOthers(slot, 'credentialsChanged', 'credentials-changed')
  await rekeySession(slot, 'credentialsChanged')
}

/** `session.revokeOthers`: not with a key that is dead by now. */
export async function revokeOthers<Data extends object>(
  slot: Slot<Data>,
  method: string,
  reason: EndReason,
): Promise<readonly string[]> {
  const loaded = signedIn(slot, method)
  await readAgain(slot, loaded)
  return endOthers(slot, loaded.record.userId as string, loaded.record.id, reason)
}

/** Ends the user's sessions but one, and refuses the logins that are under way. */
export async function endOthers<Data extends object>(
  slot: Slot<Data>,
  userId: string,
  spared: string,
  reason: EndReason,
): Promise<readonly string[]> {
  const { context, client } = slot
  const now = context.now()
  // Noted first: were only the answer lost, this end-all would refuse the repetition.
  slot.endedOthers = { userId, at: now, spared }
  const ended = await endAllOf(context, userId, context.ending(reason, now, spared), spared, client)
  return ended.map((ref) => ref.id)
}

/** `session.revoke`: only ever the user's own. */
export async function revokeOwn<Data extends object>(slot: Slot<Data>, id: string): Promise<boolean> {
  refuseSuperseded(slot)
  const { context, loaded } = slot
  if (loaded === null || slot.state !== 'user' || typeof id !== 'string') return false
  if (id === loaded.record.id) {
    await logOut(slot)
    return true
  }
  refuseActor(slot, 'revoke')
  if (partitionOf(id) !== partitionOf(loaded.record.id)) return false
  // Two users may share a partition, so the list has the last word. It also tells whether this very session is still one of them.
  const own = await listOwn(slot, loaded)
  if (!own.some((record) => record.id === id)) return false
  return endOne(context, id, context.ending('revoked-by-user', context.now(), loaded.record.id), slot)
}

/** `session.list`, as records: judged by what it says of this session itself, so that a key that is dead by now sees nothing (P2). */
export async function listOwn<Data extends object>(
  slot: Slot<Data>,
  loaded: Loaded,
): Promise<readonly SessionRecord[]> {
  const { context } = slot
  const { id, userId } = loaded.record
  const records = await liveOf(context, userId as string, context.now())
  const current = records.find((record) => record.id === id)
  slot.loaded = stillServed(slot, current ?? (await context.store.read(id)), loaded)
  return records
}

export async function endOne<Data extends object>(
  context: Context<Data>,
  id: string,
  ending: Ending,
  slot?: Slot<Data>,
): Promise<boolean> {
  const ref = await context.store.end(id, ending, ending.at)
  if (ref === null) return false
  tellEnded(context, [ref], ending, slot)
  return true
}

export async function endAllOf<Data extends object>(
  context: Context<Data>,
  userId: string,
  ending: Ending,
  except: string | null,
  client?: Slot<Data>['client'],
): Promise<readonly Ref[]> {
  const options = { notBefore: ending.at, ...(except !== null && { except }) }
  const refs = await context.store.endAll(context.ownerOf(userId), ending, ending.at, options)
  tellEnded(context, refs, ending, client && { client })
  return refs
}

export function tellEnded<Data extends object>(
  context: Context<Data>,
  refs: readonly Ref[],
  { at, reason, by }: Ending,
  from?: Pick<Slot<Data>, 'client'>,
): void {
  for (const ref of refs) {
    context.emit({
      type: 'session-ended',
      at,
      ref,
      reason,
      ...(by !== undefined && { by }),
      ...(from && { client: from.client }),
    })
  }
}
