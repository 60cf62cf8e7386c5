import { randomBytes, toBase64url } from './bytes.ts'
import { milliseconds } from './duration.ts'
import { ElevationError } from './errors.ts'
import { signedIn } from './rekeying.ts'
import type { ElevationOptions } from './sign-in-options.ts'
import { seal, unseal } from './signing.ts'
import type { Slot } from './slot.ts'
import { refOf } from './store.ts'
import { guardFor, useOnce } from './used-once.ts'
import type { Loaded } from './verdict.ts'

/** Signed, and of use to nobody but the session that it names, with the key that it has now. */
type Elevation = readonly [
  id: string,
  keyedGeneration: number,
  action: string,
  expiresAt: number,
  nonce: string,
]

/** How much later a used elevation is forgotten than it expires: clocks differ. */
const SLACK = 60_000

/** `session.elevate`: it counts from the proof of identity, not from now, so nobody can lengthen it by asking again. */
export function elevate<Data extends object>(
  slot: Slot<Data>,
  action: string,
  { for: time = '5m' }: ElevationOptions,
): string {
  const loaded = signedIn(slot, 'elevate')
  checkAction(action)
  const lasts = milliseconds('for', time)
  const { context } = slot
  guardFor(context.replayGuard, 'an elevation')
  const { record, state } = loaded
  const expiresAt = (state.authTime ?? 0) + lasts
  if (context.now() >= expiresAt) throw refused(slot, loaded, action, 'stale')
  tell(slot, loaded, action, 'granted')
  const nonce = toBase64url(randomBytes(18))
  return seal(context.signer, 'elevation', [record.id, state.keyedGeneration, action, expiresAt, nonce])
}

/** `session.useElevation`: whatever is wrong with it is found before it is used up. */
export async function consumeElevation<Data extends object>(
  slot: Slot<Data>,
  elevation: string,
  action: string,
): Promise<void> {
  const loaded = signedIn(slot, 'useElevation')
  checkAction(action)
  const { context } = slot
  const guard = guardFor(context.replayGuard, 'an elevation')
  const { record, state } = loaded
  const told = unseal(context.signer, 'elevation', elevation) as Elevation | null
  if (told === null) throw refused(slot, loaded, action, 'invalid')
  const [id, keyedGeneration, of, expiresAt, nonce] = told
  if (id !== record.id || keyedGeneration !== state.keyedGeneration || of !== action)
    throw refused(slot, loaded, action, 'invalid')
  if (context.now() >= expiresAt) throw refused(slot, loaded, action, 'stale')
  if (!(await useOnce(guard, `sess/elevation/${nonce}`, expiresAt + SLACK)))
    throw refused(slot, loaded, action, 'used')
  tell(slot, loaded, action, 'used')
}

function checkAction(action: string): void {
  if (typeof action === 'string' && /^[\x21-\x7e]{1,128}$/.test(action)) return
  throw new TypeError("An action is a short name without blanks, for example 'delete-account'.")
}

function refused<Data extends object>(
  slot: Slot<Data>,
  loaded: Loaded,
  action: string,
  why: ElevationError['why'],
): ElevationError {
  tell(slot, loaded, action, 'refused')
  return new ElevationError(why)
}

function tell<Data extends object>(
  { context, client }: Slot<Data>,
  { record }: Loaded,
  action: string,
  step: 'granted' | 'used' | 'refused',
): void {
  context.emit({ type: 'elevation', at: context.now(), ref: refOf(record), client, action, step })
}
