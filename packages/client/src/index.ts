export { type Client, createClient } from './client.ts'
export { ClientError, RefreshFailedError, SignedOutError, SignOutFailedError } from './errors.ts'
export type { ClientOptions, RefreshTokenKeeper, SignedOutReason } from './options.ts'
export type { TokenResponse } from './token-endpoint.ts'
