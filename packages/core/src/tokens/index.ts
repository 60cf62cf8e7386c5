export type { AccessToken } from './access-token.ts'
export { ClaimsError, type ClaimsOptions, type TokenSession } from './claims.ts'
export { createTokens, type TokenEndpoints, type Tokens } from './create-tokens.ts'
export { KeysUnavailableError } from './errors.ts'
export type { AccessTokenRequirement, Guarded } from './guard.ts'
export type { IssueTokensOptions } from './issue.ts'
export { type Endpoint, type JwksEndpointOptions, jwksEndpoint } from './jwks-endpoint.ts'
export type { KeyOrigin } from './key-finder.ts'
export { importKeys, type KeyInfo, KeyRing } from './key-ring.ts'
export type { KeyState } from './key-times.ts'
export { generateKeys, type MakeKeysOptions, type RotateKeysOptions, rotateKeys } from './make-keys.ts'
export type { PresentedClient, RefreshCookieOptions, TokensOptions } from './options.ts'
export type { KeySource } from './read-keys.ts'
export { REFUSALS, type Refused } from './refusals.ts'
export { type AccessTokenHandler, requireAccessToken } from './require-access-token.ts'
export type { Algorithm } from './signing-key.ts'
export type { TokenAnswer, TokenResponse } from './token-answer.ts'
export {
  createVerifier,
  type Verified,
  type Verifier,
  type VerifierOptions,
  type VerifyOptions,
} from './verifier.ts'
