import { ConfigError } from './errors.ts'
import { quote } from './quote.ts'

/** A misspelt option would silently mean its default: refused instead. */
export function refuseUnknown(prefix: string, given: object, known: readonly string[]): void {
  refuseNonObject(prefix.replace(/\.$/, '') || 'options', given)
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue
    throw new ConfigError(prefix + key, 'there is no such option.', `Known here: ${known.join(', ')}.`)
  }
}

/** The error that names the option is better than what would follow. */
export function refuseNonObject(option: string, given: unknown): void {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return
  throw new ConfigError(
    option,
    `${quote(given)} is no object.`,
    'Use an object with the options, or leave it out.',
  )
}
