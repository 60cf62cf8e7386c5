import { ConfigError, SessError, StoreError } from './errors.ts'
import type { ReplayGuard } from './ports.ts'

/** What is used once needs a replay guard; `what`, as in `an elevation`, is named where there is none. */
export function guardFor(guard: ReplayGuard | null, what: string): ReplayGuard {
  if (guard !== null) return guard
  throw new ConfigError(
    'replayGuard',
    `there is none, but ${what} is used once.`,
    'Pass the store of @sess/redis or @sess/prisma, which is one, or memoryReplayGuard() for one process.',
  )
}

/** `StoreError` when the guard is down: whether it was used already, nobody knows. */
export async function useOnce(guard: ReplayGuard, key: string, expiresAt: number): Promise<boolean> {
  try {
    return await guard.consumeOnce(key, expiresAt)
  } catch (cause) {
    throw cause instanceof SessError ? cause : new StoreError('consumeOnce', cause)
  }
}
