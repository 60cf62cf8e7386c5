export type { Answer } from './answers.ts'
export type { Carrier, ResponseHead } from './carrier.ts'
export { type Authenticated, type AuthRequirement, authenticated, checkAuth } from './check-auth.ts'
export { createSessions } from './create-sessions.ts'
export { csrfField, csrfHeaders } from './csrf-form.ts'
export type { CsrfOptions } from './csrf-options.ts'
export * from './errors.ts'
export type { ClientFacts, EventListener, SessEvent } from './events.ts'
export type {
  Compromised,
  CompromiseOptions,
  IssueOptions,
  RevokeOptions,
  Sessions,
  SweepOptions,
} from './facade.ts'
export { createGuard, type GuardOptions, type Missing, type Refusal } from './guard.ts'
export type { CarrierKind, CookieOptions, Duration, GroupOptions, Limit, SessionsOptions } from './options.ts'
export { policies } from './policies.ts'
export type { DeviceLedger, ReplayGuard } from './ports.ts'
export type { RoutedRequest, Routes } from './routes.ts'
export type { Actor, Session, SessionInfo, SessionState, SessionView } from './session.ts'
export type {
  AuthenticationFacts,
  CompleteLoginOptions,
  ElevationOptions,
  ImpersonateOptions,
  LoginOptions,
  PendingLogin,
} from './sign-in-options.ts'
export type {
  PlaceOfAddress,
  SignIn,
  SignInFindings,
  SignInWatcher,
  UnfamiliarReason,
} from './sign-ins.ts'
export * from './store.ts'
export { whyEnded } from './why-ended.ts'
