import { ConfigError } from './errors.ts'
import type { SessionsOptions } from './options.ts'

const MEND = 'Make one with: node -p "crypto.randomBytes(32).toString(\'base64url\')"'

/** Keys that came from an unset environment variable must not silently mean "without", and a placeholder is no key (P12). */
export function checkSecrets(options: Pick<SessionsOptions, 'secrets' | 'partitionKey'>): void {
  const { secrets, partitionKey } = options
  if ('partitionKey' in options) checkKey('partitionKey', partitionKey)
  if (!('secrets' in options)) return
  if (!Array.isArray(secrets) || secrets.length === 0) {
    const what = secrets === undefined ? 'it is not set.' : 'it is no list with at least one secret.'
    throw new ConfigError('secrets', what, 'Use for example [process.env.SESS_SECRET], or leave it out.')
  }
  for (const [i, secret] of secrets.entries()) {
    checkKey(`secrets[${i}]`, secret)
    if (secret === partitionKey)
      throw new ConfigError(`secrets[${i}]`, 'it is the partitionKey, which is never rotated.', MEND)
    if (secrets.indexOf(secret) !== i)
      throw new ConfigError(`secrets[${i}]`, 'it is there twice.', 'Remove one.')
  }
}

function checkKey(option: string, value: unknown): void {
  if (typeof value !== 'string') throw new ConfigError(option, 'it is not set.', `${MEND}, or leave it out.`)
  if (value.length < 32) throw new ConfigError(option, 'it is shorter than 32 characters.', MEND)
  if (new Set(value).size < 10) throw new ConfigError(option, 'it is a placeholder, not random.', MEND)
}
