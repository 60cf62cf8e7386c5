import { createHmac } from 'node:crypto'
import type { Refused } from '../../../src/tokens/index.ts'
import type { Forge } from './forge.ts'

/** What the attacks are made of: a good payload, our two keys, and keys and tokens from elsewhere. */
export interface Arsenal {
  readonly ec: Forge
  readonly rsa: Forge
  /** A key that is not ours. */
  readonly foreign: Forge
  readonly payload: Readonly<Record<string, unknown>>
  readonly refreshToken: string
}

export type Attack = readonly [name: string, refused: Refused, token: (arsenal: Arsenal) => string]

export const hs256 = (secret: string | Buffer) => (input: string) =>
  createHmac('sha256', secret).update(input).digest()
export const without = (payload: Arsenal['payload'], name: string) => {
  const { [name]: _, ...rest } = payload
  return rest
}
export const twice = (object: object, member: string): string =>
  `${JSON.stringify(object).slice(0, -1)},${member}}`
export const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

/** Good header, other payload. */
export const saying = (
  name: string,
  refused: Refused,
  change: (payload: Arsenal['payload']) => object | string,
): Attack => [name, refused, ({ ec, payload }) => ec.token(ec.header, change(payload))]
/** Good payload, other header. */
export const headed = (
  name: string,
  refused: Refused,
  change: (header: Record<string, unknown>, arsenal: Arsenal) => object | string,
): Attack => [
  name,
  refused,
  (arsenal) => arsenal.ec.token(change(arsenal.ec.header, arsenal), arsenal.payload),
]
/** Good but for its signature. */
export const signed = (
  name: string,
  refused: Refused,
  change: (signature: Buffer, input: string, arsenal: Arsenal) => Buffer | string,
): Attack => [
  name,
  refused,
  (arsenal) =>
    arsenal.ec.token(arsenal.ec.header, arsenal.payload, (input, signature) =>
      change(signature, input, arsenal),
    ),
]
