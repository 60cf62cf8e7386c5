export { authenticated } from './authenticated.ts'
export { type AccessTokenEnv, requireAccessToken } from './require-access-token.ts'
export { type AuthenticatedEnv, type Missing, type RequireAuthOptions, requireAuth } from './require-auth.ts'
export { type SessionEnv, type SessionOptions, session } from './session.ts'
