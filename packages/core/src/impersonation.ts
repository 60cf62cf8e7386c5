import { readAgain } from './change.ts'
import { checkUserId } from './check-caller.ts'
import { createFor } from './creation.ts'
import { milliseconds } from './duration.ts'
import { endOne } from './ending.ts'
import { ImpersonationError } from './errors.ts'
import { IMPERSONATION, type Policy } from './policy.ts'
import { signedIn } from './rekeying.ts'
import type { Actor } from './session.ts'
import type { ImpersonateOptions } from './sign-in-options.ts'
import { headFor, type Slot, sendToken } from './slot.ts'
import { refOf } from './store.ts'
import { giveUp, refuseUnsent } from './unsent.ts'

/** `session.impersonate`: a session of the user takes the place of the one of staff, which ends before the new token goes out. */
export async function impersonate<Data extends object>(
  slot: Slot<Data>,
  userId: string,
  options: ImpersonateOptions,
): Promise<void> {
  const own = signedIn(slot, 'impersonate')
  const head = headFor(slot, 'impersonate')
  const { context, client, cookies } = slot
  const { lasts, maxAge, reason } = checked(options)
  checkUserId(userId)
  const staff = own.record.userId as string
  if (userId === staff)
    throw new TypeError('Nobody acts in their own stead: userId is the user of this session.')
  const { authTime, mark } = own.state
  if (authTime === null || mark !== undefined || context.now() - authTime > maxAge) {
    const about = { at: context.now(), ref: refOf(own.record), client }
    context.emit({
      ...about,
      type: 'impersonation',
      step: 'refused',
      why: 'not-fresh',
      method: 'impersonate',
    })
    throw new ImpersonationError('not-fresh', 'impersonate')
  }
  // With a key that is dead by now nothing is done (P2).
  await readAgain(slot, own)
  const actor: Actor = { userId: staff, sessionId: own.record.id, reason }
  const policy = { ...(context.policies.get(IMPERSONATION) as Policy), absoluteTimeout: lasts }
  const { now, token, loaded } = await createFor(context, userId, policy, {
    facts: {},
    // Of whose device it is the user learns nothing; the events say it.
    client: {},
    data: '{}',
    actor,
    authenticatedAt: slot.openedAt,
    evict: [],
    supersedes: undefined,
  })
  const { id, absoluteExpiresAt } = loaded.record
  const ending = context.ending('signed-in-again', context.now(), id)
  try {
    await endOne(context, own.record.id, ending, slot)
  } catch (error) {
    await giveUp(context, id).catch(() => {})
    throw error
  }
  const about = { at: now, ref: refOf(loaded.record), client }
  context.emit({ ...about, type: 'impersonation', step: 'began', actor, until: absoluteExpiresAt })
  Object.assign(slot, { place: 'session-cookie', loaded, policy, endedBecause: null, token })
  await refuseUnsent(slot, head, id, 'impersonate')
  sendToken(head, cookies.session, token, absoluteExpiresAt - now, 'impersonate')
}

const HOUR = 3_600_000

/** Mistakes of the caller, found before anything is written. */
function checked(options: ImpersonateOptions) {
  const { reason, for: time = '15m', maxAge: age = '5m' } = Object(options) as ImpersonateOptions
  if (typeof reason !== 'string' || !reason.isWellFormed() || !/^(?=.*\S)[^\p{Cc}]{1,256}$/u.test(reason))
    throw new TypeError(
      'reason is 1 to 256 characters on one line, for example the number of a support ticket.',
    )
  const lasts = milliseconds('for', time)
  if (lasts > HOUR) throw new TypeError("Nobody acts for another for more than an hour: use at most '1h'.")
  return { reason, lasts, maxAge: milliseconds('maxAge', age) }
}
