import type { ResponseHead } from './carrier.ts'
import type { Context } from './context.ts'
import { endOne } from './ending.ts'
import { HeadersSentError } from './errors.ts'
import type { Slot } from './slot.ts'

/** New sessions whose token cannot go out. */

/** Ends a session whose token nobody will ever have. */
export async function giveUp<Data extends object>(context: Context<Data>, id: string): Promise<void> {
  await endOne(context, id, context.ending('logout', context.now()))
}

/** Did the head leave while a session was made, it ends again: it would count and be listed, and nobody could use it. */
export async function refuseUnsent<Data extends object>(
  slot: Slot<Data>,
  { sent }: ResponseHead,
  id: string,
  method: string,
): Promise<void> {
  if (!sent) return
  await giveUp(slot.context, id)
  Object.assign(slot, { state: 'none', place: null, loaded: null, token: null })
  throw new HeadersSentError(method, true, true)
}
