import type { Database } from './database.ts'
import { hashOf, timeOf } from './encoding.ts'
import { failureOf } from './failures.ts'

/** Of all who insert one key, one succeeds. The row stays until it is swept after its time. */
export async function consumeOnce(
  { used }: Pick<Database, 'used'>,
  key: string,
  expiresAt: number,
): Promise<boolean> {
  try {
    await used.insert({ id: hashOf(key), expiresAt: timeOf(expiresAt) })
    return true
  } catch (error) {
    if (failureOf(error).kind === 'taken') return false
    throw error
  }
}
