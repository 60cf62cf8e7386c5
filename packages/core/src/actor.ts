import { ImpersonationError } from './errors.ts'
import type { Slot } from './slot.ts'
import { refOf } from './store.ts'

/** Who acts in another's stead touches neither credentials nor rights nor the other sessions of that user. */
export function refuseActor<Data extends object>(
  { loaded, context, client }: Slot<Data>,
  method: string,
): void {
  if (loaded?.state.actor === undefined) return
  const about = { at: context.now(), ref: refOf(loaded.record), client }
  context.emit({ ...about, type: 'impersonation', step: 'refused', why: 'acting', method })
  throw new ImpersonationError('acting', method)
}
