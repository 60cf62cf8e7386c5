import type { ClientFacts } from './events.ts'

/** Mistakes of the caller, found before anything is asked of the store. */

export function checkUserId(userId: string): void {
  if (typeof userId === 'string' && userId.length > 0 && userId.length <= 512 && userId.isWellFormed()) return
  throw new TypeError('A user id is a well-formed string of 1 to 512 characters. Pass numbers as String(id).')
}

/** Anything else would be stored, and never be read again. */
export function checkClient(client: ClientFacts): void {
  if (typeof client === 'object' && client !== null && !Array.isArray(client)) return
  throw new TypeError('client is an object, for example { address, userAgent }.')
}

/** A single text would be taken for a list of its letters. */
export function checkIds(evict: readonly string[]): void {
  if (Array.isArray(evict) && evict.every((id) => typeof id === 'string')) return
  throw new TypeError("evict is a list of session ids, for example ['AbC…'].")
}

/** What is no moment would be neither before nor after an end-all. */
export function checkMoment(authenticatedAt: number): void {
  if (Number.isFinite(authenticatedAt)) return
  throw new TypeError(
    'authenticatedAt is when the proof of identity began, as Date.now() gave it then: an end-all since then counts.',
  )
}
