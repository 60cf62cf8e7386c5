import type { Database } from './database.ts'
import { hashOf, timeOf } from './encoding.ts'
import { failureOf } from './failures.ts'

/** `new` for exactly one of those who meet a device at once: who inserts its row, or prolongs it after it had expired. */
export async function recognizeDevice(
  { device }: Pick<Database, 'device'>,
  userId: string,
  deviceHash: string,
  now: number,
  ttl: number,
): Promise<'known' | 'new'> {
  const id = hashOf(userId, deviceHash)
  const expiresAt = timeOf(now + ttl)
  for (;;) {
    const row = await device.findUnique({ id })
    if (row === null) {
      try {
        await device.insert({ id, expiresAt })
        return 'new'
      } catch (error) {
        if (failureOf(error).kind !== 'taken') throw error
      }
    } else if (row.expiresAt > timeOf(now)) {
      if (row.expiresAt < expiresAt)
        await device.update({ id, expiresAt: { lt: expiresAt } }, { expiresAt }, true)
      return 'known'
    } else if ((await device.update({ id, expiresAt: row.expiresAt }, { expiresAt })) > 0) return 'new'
    // Somebody else came first: look at what is there now.
  }
}
