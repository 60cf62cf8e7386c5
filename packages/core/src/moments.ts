import { ConfigError } from './errors.ts'
import type { SessionsOptions } from './options.ts'
import { quote } from './quote.ts'

/** The app's clock, tried once: every deadline hangs on it. */
export function resolveClock({ now = Date.now }: Pick<SessionsOptions, 'now'>): () => number {
  const time: unknown = typeof now === 'function' ? now() : undefined
  if (Number.isSafeInteger(time) && (time as number) >= 0) return now
  throw new ConfigError(
    'now',
    'it is no clock that gives whole milliseconds since the epoch.',
    'Leave it out, or pass a function like Date.now.',
  )
}

/** Sessions created before this moment are over. What is no moment would silently mean "none", so it is an error, whenever it shows. */
export function resolveIssuedBefore({
  issuedBefore = 0,
}: Pick<SessionsOptions, 'issuedBefore'>): () => number {
  if (typeof issuedBefore === 'function') return () => checkMark(issuedBefore())
  const mark = checkMark(issuedBefore)
  return () => mark
}

/** Below this (3 March 1973) it is a time in seconds. */
const EARLIEST = 1e11

function checkMark(mark: number): number {
  if (mark === 0 || (Number.isFinite(mark) && mark >= EARLIEST)) return mark
  throw new ConfigError(
    'issuedBefore',
    `${quote(mark)} is not a time in milliseconds since the epoch.`,
    'Use for example Date.UTC(2030, 0, 31), or 0 for none.',
  )
}
