import type { Owner } from '@sess/core'
import { partitionKey } from './keys.ts'
import { common, newNonce, type Place } from './place.ts'
import { timeText } from './record-text.ts'
import { RECOGNIZE, RECOGNIZE_ARGS } from './scripts/recognize.ts'
import { inOrder } from './scripts/script.ts'

/** The devices of a user lie in a hash of their own, in the slot of the user's sessions. */
export async function recognizeDevice(
  place: Place,
  { userId, partition }: Owner,
  deviceHash: string,
  now: number,
  ttl: number,
): Promise<'known' | 'new'> {
  const { nowText, graceText } = common(place, now)
  const args = inOrder(RECOGNIZE_ARGS, {
    nowText,
    graceText,
    // The length keeps ('ab', 'c') and ('a', 'bc') apart.
    field: `@${userId.length}:${userId}:${deviceHash}`,
    untilText: timeText('now + ttl', now + ttl),
    nonce: newNonce(),
  })
  const keys = [`${partitionKey(place.settings.prefix, partition)}:devices`]
  return (await place.commands.run(RECOGNIZE, keys, args)) as 'known' | 'new'
}
