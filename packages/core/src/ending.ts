import type { Context } from './context.ts'
import { cookieValues } from './cookie.ts'
import { rekeySession, signedIn } from './rekeying.ts'
import { headFor, refuseSuperseded, type Slot, sendClearing } from './slot.ts'
import { type Ending, type EndReason, partitionOf, type Ref } from './store.ts'

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
  const { record } = signedIn(slot, 'credentialsChanged')
  headFor(slot, 'credentialsChanged')
  await endOthers(slot, record.userId as string, record.id, 'credentials-changed')
  await rekeySession(slot, 'credentialsChanged')
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
  if (partitionOf(id) !== partitionOf(loaded.record.id)) return false
  // Two users may share a partition, so the record itself has the last word; its user never changes.
  const other = await context.store.read(id)
  if (other === null || other.userId !== loaded.record.userId) return false
  return endOne(context, id, context.ending('revoked-by-user', context.now(), loaded.record.id), slot)
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
