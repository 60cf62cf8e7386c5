import type { SessionView } from '@sess/core'
import type { DemoData } from './data.ts'

/** `GET /api/session`: what the demo says of the session behind a request. */
export function sessionFacts(session: SessionView<DemoData>) {
  const { state, userId, id, acr, authTime, expiresAt, endedBecause, data } = session
  return { state, userId, id, acr, authTime, expiresAt, endedBecause, cart: data.cart }
}
