export { type AuthenticatedSession, authenticated } from './authenticated.ts'
export { type Guard, type Missing, type RequireAuthOptions, requireAuth } from './require-auth.ts'
export { type Register, type RegisteredData, session } from './session.ts'
