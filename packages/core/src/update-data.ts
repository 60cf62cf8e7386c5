import { randomBytes } from './bytes.ts'
import { changeRecord } from './change.ts'
import { type DataText, decodeBody, encodeBody, plain } from './data.ts'
import { StoreError, SupersededError } from './errors.ts'
import { newId, newRevision, randomPartition } from './id.ts'
import { isTouchDue, newRecord, seen } from './record.ts'
import { headFor, refuseSuperseded, type Slot, sendToken } from './slot.ts'
import { refOf, type SessionRecord } from './store.ts'
import { mintToken, secretHashOf } from './token.ts'
import { firstAuth } from './transitions.ts'
import { refuseUnsent } from './unsent.ts'

export type Change<Data extends object> = Partial<Data> | ((data: Readonly<Data>) => Data)

/** `session.update`: the change applied to whatever the data is by then. A guest's first write makes its record. */
export async function updateData<Data extends object>(slot: Slot<Data>, change: Change<Data>): Promise<void> {
  refuseSuperseded(slot)
  const { context, loaded } = slot
  const changed = (stored: object): DataText => {
    const before = context.data.read(stored, 'as stored')
    const after =
      typeof change === 'function' ? change(before) : { ...before, ...plain(change, 'given to update()') }
    return context.data.write(after, 'after update()')
  }
  if (slot.guestMovedOn && loaded === null) throw new SupersededError()
  if (loaded === null) return makeGuest(slot, changed({}))

  await changeRecord(slot, loaded, ({ record }) => {
    const { client, data, grant } = decodeBody(record)
    return withBody(slot, record, encodeBody(client, changed(data), grant))
  })
}

/** The record with another body, or `null` where that changes nothing. */
function withBody<Data extends object>(
  slot: Slot<Data>,
  record: SessionRecord,
  body: string,
): SessionRecord | null {
  if (body === record.body) return null
  const { openedAt, isActivity, policy, context } = slot
  const next = { ...record, body, revision: newRevision() }
  return isActivity && isTouchDue(record, openedAt, policy)
    ? seen(next, openedAt, policy, context.endedRetention)
    : next
}

async function makeGuest<Data extends object>(slot: Slot<Data>, data: DataText): Promise<void> {
  const { context, client, cookies } = slot
  // Nothing written yet, and nothing to write: still no record and no cookie.
  if (data === context.data.write(context.data.read({}, 'of a new session'), 'of a new session')) return
  const head = headFor(slot, 'update')
  if (slot.csrf !== null) await slot.csrf.pass()
  const now = context.now()
  const proofKey = randomBytes(32)
  const token = mintToken(newId(randomPartition()), 0, proofKey)
  const state = firstAuth(now, secretHashOf(token), proofKey, {
    authTime: null,
    acr: null,
    acrUntil: null,
    acrBefore: null,
    amr: [],
  })
  const policy = context.guestPolicy
  const record = newRecord(
    { id: token.id, userId: null, state, client, data },
    now,
    policy,
    context.endedRetention,
  )
  const answer = await context.store.create(record, now)
  if (answer.outcome !== 'created')
    throw new StoreError('create', `it answered "${answer.outcome}" to a guest's new record.`)
  context.emit({ type: 'session-created', at: now, ref: refOf(record), client })
  await refuseUnsent(slot, head, record.id, 'update')
  Object.assign(slot, { state: 'guest', place: 'guest-cookie', loaded: { record, state }, policy, token })
  sendToken(head, cookies.guest, token, record.absoluteExpiresAt - now, 'update')
}
