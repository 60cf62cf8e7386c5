/** What a refresh token may be used for: kept beside the data of its session, and never changed. */
export interface Grant {
  /** The client that it was issued to (RFC 6749 §10.4). */
  readonly clientId: string
  /** The resource servers that access tokens of it may be for, and what they may allow, at most. */
  readonly audience: readonly string[]
  readonly scope: readonly string[]
  /** Where the refresh token travels: it is unknown anywhere else. */
  readonly delivery: 'body' | 'cookie'
}

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

export function isGrant(value: unknown): value is Grant {
  if (typeof value !== 'object' || value === null) return false
  const { clientId, audience, scope, delivery } = value as Record<string, unknown>
  return (
    typeof clientId === 'string' &&
    isTexts(audience) &&
    isTexts(scope) &&
    (delivery === 'body' || delivery === 'cookie')
  )
}
