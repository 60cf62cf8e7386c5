import { ConfigError } from './errors.ts'
import type { Duration } from './options.ts'
import { quote } from './quote.ts'

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a duration; `ConfigError` naming the option for anything that is not a finite time of at least 1 ms. */
export function milliseconds(option: string, value: Duration): number {
  const match = typeof value === 'string' ? /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(value) : null
  const ms =
    typeof value === 'number'
      ? value
      : match
        ? Math.round(Number(match[1]) * (UNITS[match[2] as string] as number))
        : Number.NaN
  if (Number.isSafeInteger(ms) && ms >= 1) return ms
  throw new ConfigError(
    option,
    `${quote(value)} is not a time.`,
    "Write milliseconds, or for example '30s', '15m', '12h', '7d'.",
  )
}
