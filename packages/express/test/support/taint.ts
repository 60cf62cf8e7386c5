import { Buffer } from 'node:buffer'

/** What a reader of a dump would need to pass as somebody: the token itself, or its secret in any usual spelling. */
export function needlesOf(token: string): string[] {
  const secret = Buffer.from(token, 'base64url').subarray(19, 51)
  return [token, secret.toString('base64url'), secret.toString('base64'), secret.toString('hex')]
}

export interface Hit {
  readonly place: string
  readonly token: string
}

/** Which tokens can be found where. `places` maps what a place is called to all of its text. */
export function findTokens(tokens: Iterable<string>, places: Readonly<Record<string, string>>): Hit[] {
  return [...tokens].flatMap((token) =>
    Object.entries(places)
      .filter(([, text]) => needlesOf(token).some((needle) => text.includes(needle)))
      .map(([place]) => ({ place, token })),
  )
}
