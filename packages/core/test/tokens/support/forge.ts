import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import type { JWK } from 'jose'

/** Makes tokens byte by byte, as an attacker would, and not as a library allows. */
export class Forge {
  readonly key: KeyObject
  readonly publicKey: KeyObject
  readonly kid: string
  readonly alg: 'ES256' | 'RS256'

  constructor(jwk: JWK) {
    this.key = createPrivateKey({ key: jwk, format: 'jwk' })
    this.publicKey = createPublicKey(this.key)
    this.kid = jwk.kid as string
    this.alg = jwk.kty === 'RSA' ? 'RS256' : 'ES256'
  }

  get header(): Record<string, unknown> {
    return { alg: this.alg, typ: 'at+jwt', kid: this.kid }
  }

  /** A header or payload may be a text, where no object could say it. The signature is good, unless `signed` changes it. */
  token(
    header: object | string,
    payload: object | string,
    signed: (input: string, signature: Buffer) => Buffer | string = (_, signature) => signature,
  ): string {
    const input = `${part(header)}.${part(payload)}`
    const signature = signed(input, this.signature(input))
    return `${input}.${typeof signature === 'string' ? signature : signature.toString('base64url')}`
  }

  signature(input: string, dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363'): Buffer {
    return sign('sha256', Buffer.from(input), { key: this.key, dsaEncoding })
  }
}

const part = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
